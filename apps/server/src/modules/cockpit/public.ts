export { cockpitInfo, cockpitModule } from './module.ts'
