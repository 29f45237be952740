import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchBrowser, skipReason } from './browser.ts'
import { startDemoServer, type DemoServer } from './demo-server.ts'

if (chromiumPath === undefined) console.warn(skipReason)

interface CaseRow { readonly caseId: string; readonly fund: string; readonly payable: string | null } // prettier-ignore
interface CaseDetail extends CaseRow { readonly listId: string; readonly diagnoses: { code: string }[]; readonly discharged: string; readonly facts: { label: string; value: string }[] } // prettier-ignore
interface ListDetail { readonly nodes: { node: string; rows: { field: string; value: string }[][] }[] } // prettier-ignore

describe.skipIf(chromiumPath === undefined)('DRG payment in a real browser', { timeout: 300_000 }, () => {
  let server: DemoServer
  let browser: Browser

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startDemoServer(), launchBrowser()])
  }, 600_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
  }, 120_000)

  /** Fails the test on any script error of the page. */
  async function signIn(label: string): Promise<Page> {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => {
      throw error
    })
    page.setDefaultTimeout(60_000)
    await page.goto('/')
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('button', { name: /^账号菜单/ }).waitFor()
    return page
  }

  const json = async <T>(page: Page, path: string): Promise<T> => (await (await page.request.get(path)).json()) as T

  /** The trial of the demonstration city begins by itself. */
  async function openMonth(page: Page): Promise<string> {
    for (let tries = 0; tries < 240; tries++) {
      const { rows, job } = await json<{ rows: { month: string; frozen: boolean }[]; job: unknown }>(page, '/api/drg/months') // prettier-ignore
      if (rows.length > 0 && job === null) return rows.find(({ frozen }) => !frozen)!.month
      await page.waitForTimeout(250)
    }
    throw new Error('no trial')
  }

  const words = async (page: Page, label: string, [text, button]: [string, string]): Promise<void> => {
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(label).fill(text)
    await dialog.getByRole('button', { name: new RegExp(`^${[...button].join('\\s*')}$`) }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  const confirm = async (page: Page, button: string): Promise<void> => {
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('dialog').getByRole('button', { name: /确\s*定/ }).click() // prettier-ignore
  }

  /** A list as a hospital's system would send it, but for the person's number. */
  async function listOf(page: Page, caseId: string): Promise<{ mdtrtId: string; message: object }> {
    const detail = await json<CaseDetail>(page, `/api/drg/own/cases/${caseId}`)
    const known = await json<ListDetail>(page, `/api/drg/own/lists/${detail.listId}`)
    const [head = []] = known.nodes.find(({ node }) => node === 'setlinfo')?.rows ?? []
    const value = (field: string) => head.find((cell) => cell.field === field)?.value ?? ''
    const adm = detail.facts.find(({ label }) => label === '入院日期')!.value
    const dsc = detail.discharged
    const setlinfo = { psn_no: '', mdtrt_id: value('mdtrt_id'), setl_id: value('setl_id'), medcasno: 'B1', dcla_time: `${dsc} 18:00:00`, ntly: '156', prfs: '80', coner_name: '样例联系人', patn_rlts: '1', coner_addr: '样例地址', coner_tel: '1', adm_way: '2', trt_type: '10', adm_time: `${adm} 08:00:00`, dscg_time: `${dsc} 10:00:00`, dscg_caty: 'A03', dscg_way: '1', bill_code: '1', bill_no: '1', biz_sn: '1', days_rinp_flag_31: '1', chfpdr_code: 'D1', chfpdr_name: '样例', setl_begn_date: adm, setl_end_date: dsc, medins_fill_dept: '医保办', medins_fill_psn: '样例', resp_nurs_code: 'N1', stas_type: '1', hi_paymtd: '4', ipt_med_type: '1' } // prettier-ignore
    const diseinfo = detail.diagnoses.map(({ code }, i) => ({ diag_type: '1', diag_code: code, diag_name: '样例', adm_cond_type: '1', maindiag_flag: i === 0 ? '1' : '0' })) // prettier-ignore
    return { mdtrtId: setlinfo.mdtrt_id, message: { infno: '4101A', input: { setlinfo, diseinfo } } }
  }

  async function opine(label: string): Promise<void> {
    const page = await signIn(label)
    await page.getByRole('link', { name: '待我评议' }).click()
    await page.getByRole('table', { name: '评议病例' }).getByRole('link', { name: /^病例/ }).first().click()
    await page.getByRole('button', { name: '没有利益关系' }).click()
    await page.getByText('按实际费用比例').click()
    await page.getByLabel('支付比例').fill('0.9')
    await page.getByLabel('理由').fill('费用与病情相符')
    await page.getByRole('button', { name: '提交意见' }).click()
    await page.getByRole('button', { name: '确认提交' }).click()
    await page.getByText('按实际费用的 90% 支付').waitFor()
    expect(await page.getByRole('main').innerText()).not.toMatch(/示范市|医院名称/)
    await page.context().close()
  }

  it('from the hospital’s lists to the prepaid month, and from a special case to the year end', async () => {
    const [officer, hospital, auditor] = await Promise.all([signIn('DRG 经办'), signIn('医疗机构医保办'), signIn('市级稽核员')]) // prettier-ignore
    const month = await openMonth(officer)
    const { rows } = await json<{ rows: CaseRow[] }>(hospital, `/api/drg/own/cases?month=${month}&size=50&sort=cost`)
    const own = rows.find(({ payable }) => payable !== null)!
    const { mdtrtId, message } = await listOf(hospital, own.caseId)

    // 上传 → 质控 → 修正
    await hospital.getByRole('link', { name: '结算清单' }).click()
    await hospital.getByRole('button', { name: '上传清单' }).click()
    await hospital.getByLabel('选择结算清单文件').setInputFiles({ name: '清单.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify([message, { bad: 1 }])) }) // prettier-ignore
    const dialog = hospital.getByRole('dialog')
    await dialog.getByText(/读到 2 张：收下 1 张（合格 0，有错误 1）/).waitFor()
    await dialog.getByText('第 2 行').waitFor()
    await dialog.getByRole('button', { name: /关\s*闭$/ }).last().click() // prettier-ignore
    await hospital.getByRole('link', { name: mdtrtId }).click()
    await hospital.getByRole('heading', { name: `结算清单 ${mdtrtId}` }).waitFor()
    await hospital.getByLabel('人员编号改为').first().fill('P0001')
    await hospital.getByRole('button', { name: '保存并重新质控' }).click()
    await hospital.getByText('已保存，质控合格').waitFor()
    await hospital.getByText(/上次修正改好 \d+ 处/).waitFor()

    // 固化 → 下发
    await officer.goto(`/drg/months/${month}`)
    await confirm(officer, '固化病例')
    await confirm(officer, '下发结算单')
    await officer.getByText(/已下发 \d+ 张结算单/).waitFor()
    expect(await officer.getByRole('list', { name: '核对' }).innerText()).not.toContain('不一致')

    // 对账 → 受理 → 拨付
    const { accounts } = await json<{ accounts: { hospital: { code: string } }[] }>(hospital, `/api/drg/own/months/${month}`) // prettier-ignore
    await hospital.goto(`/own-drg/months/${month}/${accounts[0]!.hospital.code}`)
    await hospital.getByRole('button', { name: '发起对账申请' }).first().click()
    await words(hospital, '说明（无异议请写明核对无误，有异议请写明理由）', ['核对无误', '提交对账申请'])
    await hospital.getByText('医院已申请对账').waitFor()
    await officer.reload()
    await officer.getByRole('button', { name: '受理确认' }).first().click()
    await words(officer, '经办意见', ['同意', '受理确认'])
    await auditor.goto(`/drg/months/${month}`)
    await confirm(auditor, '拨付并关账')
    // What stays on the page: the notice is gone after some seconds, which a busy machine may spend elsewhere.
    const closed = auditor.getByRole('table', { name: '结算单' }).getByText('已拨付关账')
    await closed.first().waitFor()
    expect(await closed.count()).toBe(1)

    // 特病单议
    await hospital.goto(`/own-drg/cases/${own.caseId}`)
    await hospital.getByRole('button', { name: '申请特病单议' }).click()
    await hospital.getByRole('dialog').getByText('医疗费用高').click()
    await hospital.getByLabel('病情与费用说明').fill('病情复杂，费用较高，申请单议')
    await hospital.getByRole('button', { name: '提交申请' }).click()
    await hospital.waitForURL(/own-drg\/reviews\//)
    const reviewId = hospital.url().split('/').at(-1)!
    await officer.goto(`/drg/reviews/${reviewId}`)
    await officer.getByRole('button', { name: '初审通过' }).click()
    await words(officer, '初审意见', ['符合条件', '通过'])
    await officer.getByRole('button', { name: '组成专家组' }).click()
    await officer.getByRole('combobox', { name: '专家' }).click()
    for (const name of ['评审专家一', '评审专家二']) await officer.locator('.ant-select-item-option', { hasText: name }).click() // prettier-ignore
    await officer.getByRole('dialog').getByText('组成专家组').first().click()
    await officer.getByRole('dialog').getByRole('button', { name: '组成专家组' }).click()
    await officer.getByText('专家评议中').waitFor()
    await opine('评审专家一')
    await opine('评审专家二')
    await officer.reload()
    await officer.getByRole('button', { name: '作出决定' }).click()
    await officer.getByRole('dialog').getByText('按实际费用比例').click()
    await officer.getByLabel('支付比例').fill('0.9')
    await words(officer, '理由', ['采纳专家意见', '决定'])
    await auditor.goto(`/drg/reviews/${reviewId}`)
    await auditor.getByRole('button', { name: /公\s*示/ }).click()
    await words(auditor, '公示说明', ['公示五日', '公示'])

    // 年终决算
    await officer.goto(`/drg/years/${month.slice(0, 4)}`)
    await officer.getByRole('button', { name: '编制决算' }).click()
    const special = officer.getByRole('table', { name: '特病单议' })
    await special.getByRole('link', { name: own.caseId }).waitFor()
    expect(await special.innerText()).toContain('按实际费用的 90% 支付')
    expect(await officer.getByRole('list', { name: '核对' }).innerText()).not.toContain('不一致')
  })
})
