import { checkShare } from './check-share.ts'

checkShare(0)
