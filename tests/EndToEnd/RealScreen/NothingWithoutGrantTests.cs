using Orchestrator.Domain;
using Orchestrator.Technicians;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.RealScreen;

public sealed class NothingWithoutGrantTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task Not_one_frame_and_not_one_key_passes_before_the_grant_and_after_the_revocation()
    {
        await using var session = await RealScreenSession.OpenAsync();
        await using var desktop = await Desktop.StartAsync(session.Display);
        await using var viewer = await session.Console.OpenViewerAsync(ViewerKind.Vnc);
        await using var hand = await ViewerHand.ConnectAsync(viewer.Address);
        var random = new SeededRandom(62);

        await desktop.ChangeAsync(random, 50);
        await hand.TypeAsync('k', 100);
        await AssertNotOpenAsync(session);
        Assert.Equal((0, 0, 0), Counts(session));
        Assert.Empty(session.RelayLines());

        await session.AskAsync(Capability.ViewScreen);
        await session.AskAsync(Capability.ControlInput);
        await session.Console.PictureAsync();
        await session.Console.KeyAsync("a");
        await Pictures.UntilShadowEqualAsync(session.Display, session.Console.Screen);
        using var limit = new CancellationTokenSource(Patience);
        while (Counts(session).Events < 2 && !limit.IsCancellationRequested)
            await session.Display.TakePictureAsync();
        Assert.True(Counts(session) is { Calls: > 0, Frames: > 0, Events: >= 2 });

        await session.RevokeAllAsync();
        await UntilMeteredAsync(session, channels: 2);
        var (counts, relayed, version) = (Counts(session), session.RelayLines(), session.Console.Screen.State.Version);
        var before = await session.Display.TakePictureAsync();

        await desktop.ChangeAsync(random, 50);
        await hand.TypeAsync('k', 500);
        await AssertNotOpenAsync(session);
        await Pictures.UntilChangedAsync(session.Display, before);
        Assert.Equal(counts, Counts(session));
        Assert.Equal(version, session.Console.Screen.State.Version);

        // What had passed a gate would be counted by the end of the session.
        await session.Console.EndAsync("nothing passes").WaitAsync(Patience);
        await session.QuickSupport.Completion.WaitAsync(Patience);
        Assert.Equal(counts, Counts(session));
        Assert.Equal(relayed, session.RelayLines());
    }

    private static (long Calls, long Frames, long Events) Counts(RealScreenSession session) =>
        (session.QuickSupport.Counters.CaptureCalls, session.QuickSupport.Counters.FramesCaptured, session.QuickSupport.Counters.EventsInjected);

    private static async Task AssertNotOpenAsync(RealScreenSession session)
    {
        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.Console.TypeAsync("x"));
        Assert.Equal("NOT_OPEN", refused.Code);
    }

    private static async Task UntilMeteredAsync(RealScreenSession session, int channels)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (session.RelayLines().Count(line => line.Contains("relay.channel-metered", StringComparison.Ordinal)) < channels)
        {
            limit.Token.ThrowIfCancellationRequested();
            await session.Display.TakePictureAsync();
        }
    }
}
