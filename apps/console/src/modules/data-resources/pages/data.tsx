import { UploadOutlined } from '@ant-design/icons'
import { choiceField, countField, PageHeader, textField } from '@yijian/web-kit'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useSearchState } from '../../../shell/search-state.ts'
import { useCan } from '../../../shell/session.tsx'
import { BatchList } from '../parts/batch-list.tsx'
import { LiveJob } from '../../../shell/frame/live-job.tsx'
import { Preparation } from '../parts/preparation.tsx'
import { TableCatalogue } from '../parts/table-catalogue.tsx'
import { UploadDialog } from '../parts/upload-dialog.tsx'

const Search = {
  tab: choiceField(['batches', 'preparation', 'tables']),
  page: countField(1),
  size: countField(20),
  reason: textField(),
  table: textField(),
}

/** What data do we have, what was refused, and what did preparation do with it? */
export function DataPage() {
  const [search, setSearch] = useSearchState(Search)
  const canImport = useCan('data.import')
  const [uploading, setUploading] = useState(false)
  return (
    <div className="yj-page">
      <PageHeader
        title="数据"
        lead="导入的批次、拒收的行、数据准备做了什么，以及有哪些表和列。"
        actions={
          canImport ? (
            <Button
              type="primary"
              icon={<UploadOutlined />}
              onClick={() => {
                setUploading(true)
              }}
            >
              上传文件
            </Button>
          ) : null
        }
      />
      <LiveJob kinds={['import', 'prepare']} />
      <section className="yj-card card-with-tabs">
        <Tabs
          activeKey={search.tab}
          destroyOnHidden
          onChange={(tab) => {
            setSearch({ tab: tab as typeof search.tab, page: 1, reason: undefined, table: undefined }, { push: true })
          }}
          items={[
            {
              key: 'batches',
              label: '导入批次',
              children: (
                <BatchList
                  page={search.page}
                  size={search.size}
                  onView={({ page, size }) => {
                    setSearch({ page, size })
                  }}
                  onUpload={
                    canImport
                      ? () => {
                          setUploading(true)
                        }
                      : undefined
                  }
                />
              ),
            },
            {
              key: 'preparation',
              label: '数据准备',
              children: (
                <Preparation reason={search.reason} page={search.page} size={search.size} onChange={setSearch} />
              ),
            },
            {
              key: 'tables',
              label: '数据表目录',
              children: (
                <TableCatalogue
                  table={search.table}
                  onTable={(table) => {
                    setSearch({ table }, { push: true })
                  }}
                />
              ),
            },
          ]}
        />
      </section>
      {uploading ? (
        <UploadDialog
          onClose={() => {
            setUploading(false)
          }}
        />
      ) : null}
    </div>
  )
}
