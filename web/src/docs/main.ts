// A page of the documentation. It can be read without any of this.

import { chapterInSight, followHeadings, toggles } from './contents';
import { SearchView } from './search-view';
import { copyButtons, scrollers } from './snippets';

copyButtons();
scrollers();
chapterInSight();
followHeadings();
toggles();
new SearchView();
