import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchBrowser, skipReason } from './browser.ts'
import { startDemoServer, type DemoServer } from './demo-server.ts'

if (chromiumPath === undefined) console.warn(skipReason)

describe.skipIf(chromiumPath === undefined)('the rule libraries in a real browser', { timeout: 600_000 }, () => {
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
  async function signIn(account = '市级稽核员'): Promise<Page> {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.on('pageerror', (error) => {
      throw error
    })
    page.setDefaultTimeout(60_000)
    await page.goto('/')
    await page.getByRole('button', { name: account }).click()
    await page.getByRole('button', { name: /^账号菜单/ }).waitFor()
    return page
  }

  it('leads from an item name to its rule, to the reminder a doctor would see, and to silence once it is lawful', async () => {
    const page = await signIn()
    await page.getByRole('link', { name: '规则库' }).click()
    await page.getByLabel('搜索规则库').fill('普通病房床位费')
    await page.getByRole('button', { name: /查看 \d+ 个匹配的知识点/ }).click()
    await page.waitForURL(/view=points/)
    const link = page.getByRole('table').getByRole('link', { name: '普通病房床位费', exact: true })
    await link.click()
    await page.getByRole('heading', { name: /医疗服务项目限定频次/ }).waitFor()
    const panel = page.getByRole('complementary', { name: '知识点' })
    await panel.getByText('按日计价，每日限1').waitFor()
    await panel.getByRole('link', { name: '以此知识点试算' }).click()

    const result = page.getByRole('region', { name: '试算结果' })
    const reminder = result.getByRole('article', { name: '规则明确：医疗服务项目限定频次' })
    await reminder.waitFor()
    const words = await reminder.innerText()
    expect(words).toMatch(/普通病房床位费每日限1次，实际2次/)
    expect(words).toMatch(/依据[\s\S]*按日计价，每日限1/)
    expect(words).toMatch(/符合规定的情形\s+每日不超过 1/)

    await page.getByLabel('第 1 条医嘱数量').fill('1')
    await page
      .getByRole('button', { name: /试\s*算$/ })
      .last()
      .click()
    await result.getByRole('heading', { name: '未提醒' }).waitFor()
  })

  /** Talks to the server as the page's account. */
  async function call<T>(page: Page, path: string, data?: object): Promise<T> {
    const answer = data === undefined ? await page.request.get(path) : await page.request.post(path, { data })
    expect(answer.status(), await answer.text()).toBe(200)
    return (await answer.json()) as T
  }

  it('carries a draft over a conflict, a backtest with labels and the second auditor to a reminder in the workstation', async () => {
    const [maker, checker] = await Promise.all([signIn(), signIn('稽核复核员')])
    await maker.goto('/rules/editor?kind=R27')
    await maker.getByLabel('名称', { exact: true }).fill('床位费月度上限')
    await maker.getByLabel('对象编码').fill('110900001000')
    await maker.keyboard.press('Enter')
    await maker.keyboard.press('Escape')
    await maker.getByLabel('上限').fill('1')
    await maker.getByLabel('依据文件').fill('样例文件')
    await maker.getByLabel('条款').fill('第一条')
    await maker.getByRole('textbox', { name: '文件日期' }).fill('2024-01-01')
    await maker.getByLabel('条文内容').fill('每月不超过二十日')
    await maker.getByRole('textbox', { name: '生效日期' }).fill('2025-01-01')
    await maker.getByText('与现有知识库有错误 1 处').waitFor()
    await maker.getByText('K1 重复').first().waitFor()

    // Another window of time instead of the same limit twice: what is left is a warning, taken with a reason.
    await maker.getByLabel('时间单位').click()
    await maker.getByTitle('每月', { exact: true }).click()
    await maker.getByLabel('上限').fill('20')
    await maker.getByText('已填完整，可以执行。').waitFor()
    await maker.getByRole('button', { name: '保存并提交论证' }).click()
    const dialog = maker.getByRole('dialog')
    await dialog.getByRole('button', { name: '提交论证' }).waitFor()
    const kpId = /BD-R27-\d+/.exec(await maker.getByText(/已保存：/).innerText())?.[0] ?? ''
    if ((await dialog.getByLabel('接受警告的理由').count()) > 0)
      await dialog.getByLabel('接受警告的理由').fill('日限与月限并存')
    await dialog.getByLabel('提交说明').fill('增加月度上限')
    await dialog.getByRole('button', { name: '提交论证' }).click()
    await maker.waitForURL(/status=review/)

    const experts = ['clinical', 'clinical', 'coding'].map((field, at) => ({
      name: `专家${at}`,
      field,
      opinion: '同意',
    }))
    await call(checker, `/api/rules/points/${kpId}/versions/1/status`, { to: 'trial', opinion: '论证通过', experts })
    await checker.goto(`/rules/kinds/R27?tab=points&status=trial&open=${kpId}`)
    await checker.getByRole('button', { name: '回测第 1 版' }).click()
    await checker.getByRole('button', { name: '开始回测' }).click()
    await checker.waitForURL(/backtests\/[^/?]+/)
    const backtestId = new URL(checker.url()).pathname.split('/').at(-1) ?? ''
    // It waits for its turn behind the scans that a new city begins with.
    const hasReport = async () => (await call<{ report: object | null }>(checker, `/api/rules/backtests/${backtestId}`)).report !== null // prettier-ignore
    await expect.poll(hasReport, { timeout: 300_000, interval: 1000 }).toBe(true)
    await checker.getByRole('tab', { name: /样本核对/ }).click()
    const samples = checker.getByRole('listbox', { name: '样本' })
    await checker.keyboard.press('1')
    await samples.getByText('符合', { exact: true }).first().waitFor()
    const report = await call<{ samples: { jrId: string; label: object | null }[] }>(
      checker,
      `/api/rules/backtests/${backtestId}`,
    )
    for (const { jrId, label } of report.samples)
      if (label === null) await call(checker, `/api/rules/backtests/${backtestId}/labels`, { jrId, verdict: 'right' })
    await checker.reload()
    await checker.getByText('准确率 100.0%').first().waitFor()

    await checker.goto(`/rules/kinds/R27?tab=points&status=trial&open=${kpId}`)
    await checker.getByRole('button', { name: '批准发布' }).click()
    const approve = checker.getByRole('dialog')
    await approve.getByText('准确率不低于 90%（规则明确）').waitFor()
    const override = approve.getByLabel(/仍要发布的理由/)
    if ((await override.count()) > 0) await override.fill('影响集中的机构已逐家核对')
    await approve.getByLabel('意见', { exact: true }).fill('同意发布')
    await approve.getByRole('button', { name: '批准发布' }).click()
    await checker.getByText('已批准发布').waitFor()
    await call(checker, '/api/rules/releases', { title: '月度上限', state: 'active' })

    const line = { rx_id: 'A', rxno: 'R1', hilist_code: '110900001000', hilist_name: '床位费', cnt: '21', pric: '40', sumamt: '840', ownpay_amt: '0', drord_begn_date: '2026-03-02 09:00:00', curr_drord_flag: '1' } // prettier-ignore
    const visit = { mdtrt_id: 'E2E', medins_id: 'E2E-H', medins_name: '样例医院', medins_lv: '05', adm_date: '2026-03-01 08:00:00', dscg_date: '2026-03-30 08:00:00', med_mdtrt_type: '2', med_type: '21', insutype: '310', dscg_main_dise_codg: 'I10.x00', fsi_order_dtos: [line] } // prettier-ignore
    const patient = { patn_id: 'E2E', patn_name: '患者', gend: '1', brdy: '1980-01-01', poolarea: '990100', curr_mdtrt_id: 'E2E', fsi_encounter_dtos: [visit] } // prettier-ignore
    await call(maker, '/fsi/api/3101', { infno: '3101', fixmedins_code: 'E2E-H', input: { data: { syscode: 'HIS', task_id: 'E2E-1', trig_scen: '4', patient_dtos: [patient] } } }) // prettier-ignore
    await maker.goto('/panel/reminders?fixmedins_code=E2E-H&task_id=E2E-1')
    await maker.getByText('床位费每月限20次，实际21次').waitFor()
    const card = maker.getByRole('article').filter({ hasText: '每月限20次' })
    await card.getByRole('button', { name: '返回修改医嘱' }).click()
    await card.getByText('已选择返回修改医嘱').waitFor()
  })
})
