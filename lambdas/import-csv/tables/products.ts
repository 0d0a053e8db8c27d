import { decimal, optional, required, text } from './columns';
import { importTable } from './table';

export const products = importTable({
  entityType: 'product',
  columns: {
    product_code: required(text),
    name: required(text),
    price: required(decimal),
    category: optional(text),
  },
  id: (row) => row.product_code,
  attributes: ({ product_code, name, price, category }) => ({ code: product_code, name, price, category }),
});
