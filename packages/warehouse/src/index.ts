export * from './engine/public.ts'
export * from './log/public.ts'
export * from './tables/public.ts'
