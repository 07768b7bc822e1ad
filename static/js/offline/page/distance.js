// Between two points [lat, lon] in degrees, in metres: on a sphere, which is right to half a percent.
const RADIUS_M = 6_371_000;

export function metres([lat, lon], [otherLat, otherLon]) {
  const rad = Math.PI / 180;
  const half = (angle) => Math.sin((angle * rad) / 2) ** 2;
  const square = half(otherLat - lat) + Math.cos(lat * rad) * Math.cos(otherLat * rad) * half(otherLon - lon);
  return 2 * RADIUS_M * Math.asin(Math.sqrt(square));
}
