export { drgInfo, drgModule } from './module.ts'
