import type { RuleKind } from '../kind.ts'
import type { Reader } from './proposal.ts'
import { readAge, readChildOnly, readChildRange } from './text/age-text.ts'
import { readIndication } from './text/disease-text.ts'
import { readInjury, readInternet, readMaternity, readMode, readTier } from './text/place-text.ts'
import { readCourse, readCycle, readDiscount, readDuplicate, readFrequency } from './text/quantity-text.ts'
import { readSecondLine } from './text/second-line-text.ts'
import { readSex } from './text/sex-text.ts'

/** 规则名称 as published → our rule kind, and how its texts are read. */
export interface OfficialClass {
  readonly kind: RuleKind['id']
  readonly read: Reader
  /** `A×B`: two codes, the second is the contained item. */
  readonly pair?: true
  /** Sex, child, institution level, visit mode, frequency, duplicate, discount, pieces: meant to be read by machine. */
  readonly machineReadable: boolean
}

const listed: Reader = () => ({ proposals: [] })

export const OFFICIAL_CLASSES: Readonly<Record<string, OfficialClass>> = {
  药品限工伤保险: { kind: 'R1', read: readInjury, machineReadable: false },
  药品限生育保险: { kind: 'R2', read: readMaternity, machineReadable: false },
  中药饮片单复方均不予支付: { kind: 'R3', read: listed, machineReadable: true },
  中药饮片单方使用不予支付: { kind: 'R4', read: listed, machineReadable: true },
  药品限二线使用: { kind: 'R5', read: readSecondLine, machineReadable: false },
  药品限儿童使用: { kind: 'R7', read: readChildRange, machineReadable: true },
  药品限适应症: { kind: 'R8', read: readIndication, machineReadable: false },
  药品限支付疗程: { kind: 'R10', read: readCourse, machineReadable: false },
  药品限医疗机构级别: { kind: 'R12', read: readTier, machineReadable: true },
  药品限就医方式: { kind: 'R13', read: readMode, machineReadable: true },
  手术项目未按规定折价收费: { kind: 'R15', read: readDiscount, machineReadable: true },
  医疗服务项目限就医方式: { kind: 'R22', read: readMode, machineReadable: true },
  医疗服务项目限支付疗程: { kind: 'R23', read: readCourse, machineReadable: false },
  医疗服务项目限医疗机构级别: { kind: 'R24', read: readTier, machineReadable: true },
  医疗服务项目重复收费: { kind: 'R25', read: readDuplicate, pair: true, machineReadable: true },
  医疗服务项目限定频次: { kind: 'R27', read: readFrequency, machineReadable: true },
  医疗服务项目限年龄: { kind: 'R29', read: readAge, machineReadable: false },
  医疗服务项目周期超频次: { kind: 'R31', read: readCycle, machineReadable: true },
  超互联网医院药品支付范围: { kind: 'R47', read: readInternet, machineReadable: false },
  药品儿童专用: { kind: 'R65', read: readChildOnly, machineReadable: true },
  药品区分性别使用: { kind: 'R67', read: readSex, machineReadable: true },
  医疗服务项目儿童专用: { kind: 'R80', read: readChildOnly, machineReadable: true },
  医疗服务项目区分性别使用: { kind: 'R81', read: readSex, machineReadable: true },
}
