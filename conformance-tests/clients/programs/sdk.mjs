// @jellyfin/sdk, the library of Jellyfin's own web client and of many others, used as its README says.

import { readFile } from 'node:fs/promises';
import { Jellyfin } from '@jellyfin/sdk';
import { getAuthenticationApi } from '@jellyfin/sdk/lib/utils/api/authentication-api.js';
import { getImageApi } from '@jellyfin/sdk/lib/utils/api/image-api.js';
import { getLibraryApi } from '@jellyfin/sdk/lib/utils/api/library-api.js';
import { getMediaInfoApi } from '@jellyfin/sdk/lib/utils/api/media-info-api.js';
import { getSessionApi } from '@jellyfin/sdk/lib/utils/api/session-api.js';
import { getShowApi } from '@jellyfin/sdk/lib/utils/api/show-api.js';
import { getSystemApi } from '@jellyfin/sdk/lib/utils/api/system-api.js';
import { getUserApi } from '@jellyfin/sdk/lib/utils/api/user-api.js';
import { getUserDataApi } from '@jellyfin/sdk/lib/utils/api/user-data-api.js';
import { getUserViewApi } from '@jellyfin/sdk/lib/utils/api/user-view-api.js';

const { SERVER_URL, SERVER_USER, SERVER_PASSWORD, FILM_FILE } = process.env;
const POSITION_TICKS = 150 * 10_000_000;
const PROFILE = JSON.parse(process.env.PROFILE);

const say = (check, result, why = '') => console.log(JSON.stringify({ check, result, why }));

/** A step; after the first that fails the others would only repeat it. */
async function step(name, work) {
    try {
        const result = await work();
        say(name, 'passed');
        return result;
    } catch (error) {
        const status = error.response ? ` (${error.response.status} ${error.config?.method} ${error.config?.url})` : '';
        say(name, 'failed', `${error.message}${status}`);
        process.exit(1);
    }
}

function demand(condition, what) {
    if (!condition) throw new Error(typeof what === 'string' ? what : JSON.stringify(what).slice(0, 400));
}

const jellyfin = new Jellyfin({
    clientInfo: { name: 'conformance', version: '1.0.0' },
    deviceInfo: { name: 'conformance machine', id: 'conformance-sdk', languages: ['en-US'] }
});

const api = await step('finds the server and calls it good', async () => {
    const servers = await jellyfin.discovery.getRecommendedServerCandidates(SERVER_URL);
    const best = jellyfin.discovery.findBestServer(servers);
    demand(best, servers.map((server) => ({ address: server.address, score: server.score, issues: server.issues })));
    demand(best.issues.length === 0 || best.score >= 0, best.issues);
    return jellyfin.createApi(best.address);
});

await step('asks who the server is', async () => {
    const info = (await getSystemApi(api).getPublicSystemInfo()).data;
    demand(info.ProductName === 'Jellyfin Server' && info.StartupWizardCompleted === true, info);
    demand(Array.isArray((await getUserApi(api).getPublicUsers()).data), 'no list of users');
});

const userId = await step('signs in', async () => {
    const result = (await getAuthenticationApi(api).authenticateUserByName({ authenticateUserByName: { Username: SERVER_USER, Pw: SERVER_PASSWORD } })).data;
    api.update({ accessToken: result.AccessToken });
    return result.User.Id;
});

const views = await step('browses the libraries', async () => {
    const items = (await getUserViewApi(api).getUserViews({ userId })).data.Items;
    demand(['Movies', 'Shows', 'Music', 'Photos'].every((name) => items.some((view) => view.Name === name)), items.map((view) => view.Name));
    const folders = (await getLibraryApi(api).getMediaFolders()).data.Items;
    demand(folders.length >= 4, folders.map((folder) => folder.Name));
    return items;
});

const film = await step('browses films', async () => {
    const parentId = views.find((view) => view.Name === 'Movies').Id;
    const page = (await getLibraryApi(api).getItems({ userId, parentId, includeItemTypes: ['Movie'], recursive: true, sortBy: ['SortName'], fields: ['Path', 'MediaSources'] })).data;
    demand(page.TotalRecordCount === page.Items.length && page.Items.length > 0, page.TotalRecordCount);
    return page.Items.find((item) => item.Name.startsWith('Slow River'));
});

await step('browses a series down to its episodes', async () => {
    const series = (await getLibraryApi(api).getItems({ userId, includeItemTypes: ['Series'], searchTerm: 'Signal Lost', recursive: true })).data.Items[0];
    const seasons = (await getShowApi(api).getSeasons({ userId, seriesId: series.Id })).data.Items;
    demand(seasons.map((season) => season.IndexNumber).join() === '0,1,2', seasons.map((season) => season.Name));
    const episodes = (await getShowApi(api).getEpisodes({ userId, seriesId: series.Id, seasonId: seasons[1].Id })).data.Items;
    demand(episodes.map((episode) => episode.IndexNumber).join() === '1,2,4', episodes.map((episode) => episode.Name));
});

await step('takes a poster', async () => {
    const item = (await getLibraryApi(api).getItem({ userId, itemId: film.Id })).data;
    const url = getImageApi(api).getItemImageUrl(item, 'Primary', { maxWidth: 200 });
    demand(url, item.ImageTags);
    const answer = await fetch(url);
    demand(answer.status === 200 && answer.headers.get('content-type').startsWith('image/'), `${answer.status} of ${url}`);
});

const playing = await step('asks how to play it, and may play it as it is', async () => {
    const decision = (await getMediaInfoApi(api).getPostedPlaybackInfo({ itemId: film.Id, userId, playbackInfoDto: { DeviceProfile: PROFILE } })).data;
    const source = decision.MediaSources[0];
    demand(source.SupportsDirectPlay && !source.TranscodingUrl, source);
    return { ItemId: film.Id, MediaSourceId: source.Id, PlaySessionId: decision.PlaySessionId, CanSeek: true, PlayMethod: 'DirectPlay' };
});

await step('streams it', async () => {
    const url = api.getUri(`/Videos/${film.Id}/stream.mp4`, { Static: true, mediaSourceId: playing.MediaSourceId, deviceId: 'conformance-sdk', ApiKey: api.accessToken });
    const answer = await fetch(url, { headers: { Range: 'bytes=0-65535' } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    demand(answer.status === 206 && bytes.length === 65536, `${answer.status}, ${bytes.length} bytes`);
    demand(bytes.equals((await readFile(FILM_FILE)).subarray(0, 65536)), 'other bytes than the file');
});

await step('reports that it plays', async () => {
    const session = getSessionApi(api);
    await session.reportPlaybackStart({ playbackStartInfo: { ...playing, PositionTicks: 0 } });
    await session.reportPlaybackProgress({ playbackProgressInfo: { ...playing, PositionTicks: POSITION_TICKS, IsPaused: true } });
    await session.reportPlaybackStopped({ playbackStopInfo: { ItemId: film.Id, MediaSourceId: playing.MediaSourceId, PlaySessionId: playing.PlaySessionId, PositionTicks: POSITION_TICKS } });
});

await step('finds the resume point again', async () => {
    const item = (await getLibraryApi(api).getItem({ userId, itemId: film.Id })).data;
    demand(item.UserData.PlaybackPositionTicks === POSITION_TICKS, item.UserData);
    const resume = (await getLibraryApi(api).getResumeItems({ userId, mediaTypes: ['Video'] })).data.Items;
    demand(resume.length === 1 && resume[0].Id === film.Id, resume.map((one) => one.Name));
});

await step('hears of a change over its websocket', async () => {
    const changed = new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no UserDataChanged in ten seconds')), 10_000);
        api.subscribe(['UserDataChanged'], () => { clearTimeout(timer); resolve(); });
    });
    // The subscription has no sign of being connected; changes are made until one is heard of.
    let favorite = false;
    const toggle = () => {
        favorite = !favorite;
        const change = { userId, itemId: film.Id };
        return favorite ? getUserDataApi(api).markFavoriteItem(change) : getUserDataApi(api).unmarkFavoriteItem(change);
    };
    const again = setInterval(() => toggle().catch(() => {}), 700);
    try {
        await changed;
    } finally {
        clearInterval(again);
        await getUserDataApi(api).unmarkFavoriteItem({ userId, itemId: film.Id });
    }
});

await step('forgets the resume point', async () => {
    const data = (await getUserDataApi(api).markUnplayedItem({ userId, itemId: film.Id })).data;
    demand(data.PlaybackPositionTicks === 0 && data.Played === false, data);
});

await step('signs out', async () => {
    const token = api.accessToken;
    await getSessionApi(api).reportSessionEnded();
    const answer = await fetch(`${SERVER_URL}/Users/Me`, { headers: { Authorization: `MediaBrowser Token="${token}"` } });
    demand(answer.status === 401, `${answer.status} with a token that was given back`);
});
process.exit(0);
