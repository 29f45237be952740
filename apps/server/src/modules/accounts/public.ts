export { accountsInfo, accountsModule, type AccountsModule } from './module.ts'
export { refuseDefaultSecrets, seedAccounts, type StartPolicy } from './seed.ts'
