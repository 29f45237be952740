import { type Period } from '../options.ts'
import { sqlSeed } from '../random.ts'

/**
 * The draws of the city. Every draw is a hash of the seed, a key and a salt, so a row does not depend on the order, the number
 * of threads or the chunk it is made in. The outer hash mixes once more: without it two salts would differ by a constant mask.
 */
export function macrosSql(seed: number, period: Period): string {
  const base = sqlSeed(seed)
  return `
CREATE MACRO bits(k, salt) AS hash(hash(CAST(k AS BIGINT), CAST(salt AS BIGINT), ${base}));
CREATE MACRO u(k, salt) AS CAST(bits(k, salt) >> 11 AS DOUBLE) / 9007199254740992.0;
CREATE MACRO v(k, j, salt) AS CAST(hash(hash(CAST(k AS BIGINT), CAST(j AS BIGINT), CAST(salt AS BIGINT), ${base})) >> 11 AS DOUBLE) / 9007199254740992.0;
CREATE MACRO pickn(k, salt, n) AS CAST(floor(u(k, salt) * n) AS INTEGER);
CREATE MACRO normal(k, salt) AS sqrt(-2 * ln(1 - u(k, salt))) * cos(6.283185307179586 * u(k, salt + 1));
CREATE MACRO number_of(pid) AS lpad(CAST((CAST(pid AS BIGINT) * 636413623 + ${base} % 10000000000) % 10000000000 AS VARCHAR), 10, '0');
CREATE MACRO day_at(d) AS DATE '${period.start}' + CAST(d AS INTEGER);
CREATE MACRO money(fen) AS CAST(CAST(fen AS DECIMAL(14, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(16, 2));
CREATE MACRO times(fen, ratio) AS CAST(round(fen * ratio) AS BIGINT);
CREATE MACRO band_of(age) AS CASE WHEN age < 7 THEN 0 WHEN age < 18 THEN 1 WHEN age < 45 THEN 2 WHEN age < 65 THEN 3 WHEN age < 80 THEN 4 ELSE 5 END;
CREATE MACRO season_of(d) AS CASE WHEN month(day_at(d)) IN (11, 12, 1, 2) THEN 1 WHEN month(day_at(d)) IN (6, 7, 8) THEN 2 ELSE 0 END;
`
}

/** Multiplier and modulus of `number_of`, for the planner, which must know person numbers before the engine makes them. */
export function numberOf(pid: number, seed: number): string {
  const base = BigInt(/\((\d+) /.exec(sqlSeed(seed))?.[1] ?? '0')
  return String((BigInt(pid) * 636413623n + (base % 10_000_000_000n)) % 10_000_000_000n).padStart(10, '0')
}
