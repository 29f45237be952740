export { rulesInfo, rulesModule } from './module.ts'
