// In which locale dates are written: days come before months here, as on the pages of the server.
export const dateLocale = (language) => (language === "en" ? "en-GB" : language);
