/** What needs neither React nor a browser: values, addresses, formats. Quick to load in tests. */
export * from './client/client-error.ts'
export * from './client/omit.ts'
export * from './client/schema.ts'
export * from './client/search-params.ts'
export * from './client/url.ts'
export * from './format/money.ts'
export * from './format/numbers.ts'
export * from './format/time.ts'
