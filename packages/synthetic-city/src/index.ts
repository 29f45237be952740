export { type CityOptions, type CityProgress } from './options.ts'
export { type CityReport, synthesizeCity } from './synthesize.ts'
