import * as z from 'zod/mini';
import { apiClassesSchema, apiErrorSchema, apiMonthSchema } from './api.ts';

const json = (name: string, description: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});
const refusals = {
  '401': json('Error', 'No token, or one that is not known or was revoked.'),
  '403': json('Error', 'The token’s scopes do not reach so far.'),
  '429': {
    ...json('Error', 'Too many requests: wait as many seconds as Retry-After says.'),
    headers: { 'Retry-After': { schema: { type: 'integer' } } },
  },
};
const parameter = (name: string, description: string, pattern?: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', ...(pattern === undefined ? {} : { pattern }) },
});
const code = parameter('code', '班级编号, as in the list of classes.');
const month = parameter('month', 'A month of the class.', '^\\d{4}-\\d{2}$');
const csv = {
  'text/csv': { schema: { type: 'string', description: 'UTF-8 with byte-order mark, CRLF; a line for each trainee.' } },
};

/** The description of the interface for other systems (OpenAPI 3.1), made from the schemas that its answers are made by. */
export function openApi(): Readonly<Record<string, unknown>> {
  const monthAnswer = json('Month', 'The month. The same figures as on 附件6; frozen when `state` is `closed`.');
  return {
    openapi: '3.1.0',
    info: {
      title: '在课 · attendance of classes',
      version: '1',
      description:
        'Reads the classes of a classroom kiosk and their months. Times are Asia/Shanghai; ID numbers are masked.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths: {
      '/openapi.json': {
        get: {
          operationId: 'describe',
          summary: 'This description',
          security: [],
          responses: {
            '200': { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
          },
        },
      },
      '/classes': {
        get: {
          operationId: 'listClasses',
          summary: 'The classes (scope: classes)',
          responses: { '200': json('Classes', 'The classes, by code.'), ...refusals },
        },
      },
      '/classes/{code}/months/{month}': {
        get: {
          operationId: 'readMonth',
          summary: 'A month of a class, JSON or CSV by Accept (scope: months; names need people)',
          parameters: [code, month],
          responses: {
            '200': { ...monthAnswer, content: { ...monthAnswer.content, ...csv } },
            ...refusals,
            '404': json('Error', 'No such class, or no lessons in that month.'),
          },
        },
      },
      '/classes/{code}/months/{month}.csv': {
        get: {
          operationId: 'readMonthAsCsv',
          summary: 'A month of a class as CSV (scope: months; names need people)',
          parameters: [code, month],
          responses: {
            '200': { description: 'The month.', content: csv },
            ...refusals,
            '404': json('Error', 'No such class, or no lessons in that month.'),
          },
        },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token that an administrator made.' },
      },
      schemas: {
        Classes: schemaOf(apiClassesSchema),
        Month: schemaOf(apiMonthSchema),
        Error: schemaOf(apiErrorSchema),
      },
    },
  };
}

function schemaOf(schema: z.ZodMiniType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
