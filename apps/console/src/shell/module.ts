import type { Permission } from '@yijian/contract'
import type { ComponentType, FunctionComponent } from 'react'

/** Who may open a page. */
export type Access = Permission | 'signed-in'

export interface PageRoute {
  /** Address; `$name` is a parameter. */
  readonly path: string
  readonly title: string
  readonly access: Access
  /** Loaded when the page is first opened. */
  readonly page: () => Promise<FunctionComponent>
}

export interface MenuEntry {
  readonly to: string
  readonly label: string
  readonly icon: ComponentType
  readonly group: '总览' | '本机构' | '疑点' | '监管能力' | '支付' | '系统'
  /** Smaller stands higher in its group. */
  readonly order: number
}

/** The whole registration of a sub-system: its pages and its place in the menu. */
export interface ConsoleModule {
  readonly id: string
  readonly name: string
  readonly routes: readonly PageRoute[]
  readonly menu: readonly MenuEntry[]
}
