export { accountsInfo, accountsModule, type AccountsModule } from './module.ts'
export { seedAccounts, type StartPolicy } from './seed.ts'
