/** What keeps a control on all users from being without a subject where no third party has a user. */
export const OWN_USERS = 'No user of a third party was judged, and your own users are not looked at.';
