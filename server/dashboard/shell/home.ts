/** The page that the dashboard opens with. */
export const HOME = '/wall';
