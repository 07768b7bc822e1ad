// A citizen service number in what somebody types; as core/bsn.py does.
const WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1];
const NUMBER = /\+?\p{Nd}(?:[ .\u00a0-]?\p{Nd})*/gu;
const DIGIT = /\p{Nd}/u;
const MASK = "•••••••••";

// Digits of every script come ten in a row, from nought to nine.
function valueOf(digit) {
  let before = digit.codePointAt(0);
  while (DIGIT.test(String.fromCodePoint(before - 1))) before -= 1;
  return (digit.codePointAt(0) - before) % 10;
}

function isBsn(found) {
  const digits = [...found].map((sign) => (DIGIT.test(sign) ? valueOf(sign) : sign === "+" ? sign : "")).join("");
  if (!/^\d{9}$/.test(digits)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return sum % 11 === 0 && !/^0+$/.test(digits);
}

export function holdsBsn(text) {
  return (text.match(NUMBER) ?? []).some(isBsn);
}

export function maskBsn(text) {
  return text.replace(NUMBER, (found) => (isBsn(found) ? MASK : found));
}
