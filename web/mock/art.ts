/** Pictures for the mock: skies, hills and suns drawn from a number, each the same every time. */

function random(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function landscape(seed: number, width: number, height: number, title?: string): string {
  const next = random(seed * 7919 + 13);
  const hue = Math.floor(next() * 360);
  const warm = (hue + 30 + next() * 60) % 360;
  const layers = Array.from({ length: 5 }, (_, layer) => {
    const base = height * (0.42 + layer * 0.13);
    let path = `M0 ${height} L0 ${base}`;
    for (let step = 0; step <= 8; step++)
      path += ` L${(width * step) / 8} ${base - next() * height * (0.2 - layer * 0.02)}`;
    const light = 42 - layer * 8;
    return `<path d="${path} L${width} ${height} Z" fill="hsl(${hue + layer * 6} ${28 + layer * 4}% ${light}%)"/>`;
  });
  const sun = `<circle cx="${width * (0.2 + next() * 0.6)}" cy="${height * (0.18 + next() * 0.22)}" r="${Math.min(width, height) * (0.07 + next() * 0.09)}" fill="hsl(${warm} 85% 78%)"/>`;
  const words = title
    ? `<text x="${width / 2}" y="${height * 0.86}" text-anchor="middle" font-family="Georgia, serif" font-weight="700" font-size="${Math.min(width / (title.length * 0.56), width / 7)}" fill="#fff">${title.replace(/[&<>]/g, "")}</text>`
    : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 45% 22%)"/><stop offset=".6" stop-color="hsl(${warm} 60% 55%)"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#s)"/>${sun}${layers.join("")}${words}</svg>`;
}

export function portrait(seed: number): string {
  const next = random(seed * 104729 + 7);
  const hue = Math.floor(next() * 360);
  const skin = `hsl(${20 + next() * 15} ${35 + next() * 20}% ${40 + next() * 35}%)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="hsl(${hue} 25% 38%)"/><path d="M30 200c4-46 36-62 70-62s66 16 70 62z" fill="hsl(${(hue + 180) % 360} 22% 26%)"/><ellipse cx="100" cy="88" rx="38" ry="47" fill="${skin}"/><path d="M60 84c-4-40 20-58 42-58s46 16 38 60c-6-22-20-30-40-30s-34 6-40 28z" fill="hsl(${20 + next() * 30} 30% ${10 + next() * 30}%)"/></svg>`;
}
