import { ROLE_LABELS, ROLES, type DataScope } from '@yijian/contract'
import { toClientError } from '@yijian/web-kit'
import { Alert, App, Form, Input, Modal, Radio, Select } from 'antd'
import { useRegions } from '../../../shell/regions.ts'
import { useCreateAccount, useUpdateAccount, type AccountData } from '../api.ts'
import type { Issued } from './first-password.tsx'
import { ROLE_HINTS, readScope, scopeValues, type ScopeValues } from './scope-values.ts'

interface Values extends ScopeValues {
  readonly username: string
  readonly displayName: string
  readonly role: AccountData['role']
}

interface Props {
  readonly account: AccountData | null
  readonly onClose: () => void
  readonly onIssued: (issued: Issued) => void
}

/** Create or edit: name, role, and where its holder may look. */
export function AccountDialog({ account, onClose, onIssued }: Props) {
  const [form] = Form.useForm<Values>()
  const create = useCreateAccount()
  const update = useUpdateAccount()
  const { message } = App.useApp()
  const error = create.error ?? update.error
  const submit = (values: Values) => {
    const body = { displayName: values.displayName.trim(), role: values.role, scope: readScope(values) }
    if (account) {
      update.mutate(
        { accountId: account.accountId, body },
        {
          onSuccess: () => {
            message.success('已保存')
            onClose()
          },
        },
      )
    } else {
      create.mutate(
        { username: values.username, ...body },
        {
          onSuccess: (answer) => {
            onClose()
            onIssued({ username: answer.account.username, password: answer.firstPassword })
          },
        },
      )
    }
  }
  return (
    <Modal
      open
      title={account ? `编辑账号 ${account.username}` : '新建账号'}
      okText={account ? '保存' : '新建'}
      cancelText="取消"
      confirmLoading={create.isPending || update.isPending}
      onCancel={onClose}
      onOk={() => {
        form.submit()
      }}
    >
      {error ? <Alert type="error" showIcon title={toClientError(error).message} style={{ marginBottom: 16 }} /> : null}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialValues(account)}
        onFinish={submit}
      >
        {account ? null : (
          <Form.Item
            name="username"
            label="用户名"
            extra="创建后不能修改"
            rules={[
              { required: true, message: '请输入用户名' },
              { pattern: /^[a-z][a-z0-9._-]{2,31}$/, message: '用户名为 3–32 位小写字母、数字或 . _ -，以字母开头' },
            ]}
          >
            <Input autoComplete="off" maxLength={32} />
          </Form.Item>
        )}
        <Form.Item
          name="displayName"
          label="姓名"
          rules={[{ required: true, whitespace: true, message: '请输入姓名' }]}
        >
          <Input maxLength={32} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label="角色" rules={[{ required: true, message: '请选择角色' }]}>
          <Radio.Group className="choice-list">
            {ROLES.map((role) => (
              <Radio key={role} value={role}>
                {ROLE_LABELS[role]}
                <span className="yj-muted">{ROLE_HINTS[role]}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        <ScopeFields />
      </Form>
    </Modal>
  )
}

function initialValues(account: AccountData | null): Partial<Values> {
  if (!account) return scopeValues({ kind: 'city' })
  return { displayName: account.displayName, role: account.role, ...scopeValues(account.scope) }
}

function ScopeFields() {
  const regions = useRegions()
  const kind = Form.useWatch<DataScope['kind'] | undefined>('scopeKind')
  return (
    <>
      <Form.Item name="scopeKind" label="数据范围">
        <Radio.Group
          options={[
            { value: 'city', label: '全市' },
            { value: 'district', label: '一个区县' },
            { value: 'institution', label: '指定机构' },
          ]}
        />
      </Form.Item>
      {kind === 'district' ? (
        <Form.Item name="admdvs" label="区县" rules={[{ required: true, message: '请选择区县' }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={regions.map((region) => ({ value: region.admdvs, label: region.name }))}
          />
        </Form.Item>
      ) : null}
      {kind === 'institution' ? (
        <Form.Item
          name="fixmedinsCodes"
          label="机构编码"
          extra="输入编码后回车，可填多个"
          rules={[{ required: true, message: '请至少填一家机构的编码' }]}
        >
          <Select mode="tags" open={false} tokenSeparators={[',', '，', ' ', '\n']} suffixIcon={null} />
        </Form.Item>
      ) : null}
    </>
  )
}
