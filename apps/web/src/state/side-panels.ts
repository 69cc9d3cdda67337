/** One panel stands beside the stage at a time: whatever opens one closes the other. A file of its own, because both slices hear of both. */
import { createAction } from '@reduxjs/toolkit';

export const chatToggled = createAction('chat/panelToggled');
export const peopleToggled = createAction('people/panelToggled');
