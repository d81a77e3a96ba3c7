using Orchestrator.Domain;
using Orchestrator.EndToEnd.RealScreen;
using Orchestrator.Technicians;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.EndToEnd.OwnTerminal;

/// <summary>A technician who holds control types at the terminal on which the operator answers.</summary>
public sealed class TypedAtItselfTests
{
    private const int Keystrokes = 10_000;
    private const int TakingBack = 3;
    private const int Before = 1_000;
    private const int Opening = 200;
    private const int During = 200;
    private const int After = 100;
    private const int Looks = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Keys that take something back count whoever presses them: they come last.
    private const string Keys = "y\nabcdfghijklmnoqstuvwxyzABCDFGHIJKLMNOQSTUVWXYZ0123456789";

    private int _typed;

    [SkippableFact]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task Ten_thousand_keystrokes_before_during_and_after_prompts_give_no_grant_and_no_code_is_ever_seen()
    {
        await using var session = await OwnTerminalSession.OpenAsync();
        var happened = new List<SessionEvent>();
        using var watching = session.Console.Watch(notice =>
        {
            if (notice is Notice.Recorded recorded)
            {
                lock (happened)
                    happened.Add(recorded.Happened);
            }
        });
        await using var codes = new CodeWatch(session.Console.Screen);
        await session.AllowAsync(Capability.ViewScreen);
        await session.Console.PictureAsync();
        await session.AllowAsync(Capability.ControlInput);
        await session.Hand.ClickAsync(session.Terminal.Place.X + 100, session.Terminal.Place.Y + 100);
        await using var keys = await ArrivedKeys.WatchAsync(session.Display, session.Terminal.Window);
        var offer = new FileOffer("offered.txt", 5, new string('0', 64));
        (Capability Capability, FileOffer? File)[] asks =
        [
            (Capability.ClipboardTo, null), (Capability.ClipboardFrom, null), (Capability.SendFile, offer),
            (Capability.FetchFile, new FileOffer("", -1, "")), (Capability.ClipboardTo, null), (Capability.SendFile, offer),
        ];

        foreach (var (capability, file) in asks)
            await TypeAroundAsync(session, keys, codes, capability, file);
        await TypeAsync(session, keys, Keystrokes - TakingBack - _typed);
        Assert.Equal(2, Of<Granted>(happened).Count);
        Assert.All(Of<AskEnded>(happened), ended => Assert.Equal(AskOutcome.Refused, ended.Outcome));

        await TakeBackAsync(session, happened);

        Assert.Equal(Keystrokes, _typed + TakingBack);
        Assert.Equal(4, Of<Granted>(happened).Count);
        Assert.Equal(asks.Length, Of<AskEnded>(happened).Count);
        Assert.Empty(Of<Renewed>(happened));
        Assert.Equal((4, 4), await session.CountGrantsAsync());
        Assert.Empty(codes.Leaked);
        Assert.True(codes.Pictures > asks.Length, $"{codes.Pictures} pictures were looked at");

        Assert.True(keys.Presses >= Keystrokes - (asks.Length * (Opening + During)), $"only {keys.Presses} keys arrived at the terminal");
    }

    /// <summary>Types while a question is on its way, while the operator reads it, and after the operator said no.</summary>
    private async Task TypeAroundAsync(OwnTerminalSession session, ArrivedKeys keys, CodeWatch codes, Capability capability, FileOffer? file)
    {
        await TypeAsync(session, keys, Before);
        var typing = TypeInViewerAsync(session, Opening);
        var asking = session.AskAsync(capability, file);
        var prompt = await session.Terminal.UntilAsync(@"type the code (\d{4})|Which file\?");
        await typing;
        if (prompt.Groups[1] is { Success: true, Value: var code })
            await codes.LearnAsync(session.Display, code, session.Terminal.CellsOf(code));
        await session.Terminal.PressAsync(ArrivedKeys.Marker);
        await keys.UntilMarkerAsync();
        var (version, arrived) = (session.Console.Screen.State.Version, keys.Presses);

        await TypeInViewerAsync(session, During);
        await PassedOnAsync(session);
        await session.Terminal.PressAsync(ArrivedKeys.Marker);
        await keys.UntilMarkerAsync();

        // Nothing of it reached the prompt: not an n, not a digit, not Enter; and nobody saw it.
        Assert.Equal(arrived + 1, keys.Presses);
        Assert.False(asking.IsCompleted);
        Assert.Matches(prompt.Groups[1].Success ? @"Your answer: ____\n" : @"File: ▏\n", session.Terminal.Text);
        Assert.Equal(version, session.Console.Screen.State.Version);
        await session.Terminal.PressAsync("Escape");
        await Assert.ThrowsAsync<ConsoleException>(() => asking.WaitAsync(Patience));
        await TypeAsync(session, keys, After);
    }

    /// <summary>
    /// Whatever was typed in the viewer has gone its way by now: the console has dealt with it, and the instrument has answered something that was sent
    /// after it (a question that can't be asked).
    /// </summary>
    private static async Task PassedOnAsync(OwnTerminalSession session)
    {
        await session.Hand.SettleAsync();
        var refused = await Assert.ThrowsAsync<ConsoleException>(() => session.Console.AskAsync(Capability.ViewScreen, 1, " ").WaitAsync(Patience));
        Assert.Equal("NO_REASON", refused.Code);
    }

    /// <summary>The keys that the technician may press: each takes something back, and none gives anything.</summary>
    private static async Task TakeBackAsync(OwnTerminalSession session, List<SessionEvent> happened)
    {
        await session.Console.TypeAsync("p");
        await UntilAsync<ViewPaused>(session, happened, 1);
        do
        {
            // So soon after the technician's keys the operator's don't count either, but for those that take back.
            await session.Terminal.PressAsync("p");
        }
        while (!await IsSoonThereAsync<ViewResumed>(session, happened));

        await session.Console.TypeAsync("r");
        await UntilAsync<GrantEnded>(session, happened, 2);
        await session.AllowAsync(Capability.ViewScreen);
        await session.AllowAsync(Capability.ControlInput);
        await session.Console.TypeAsync("e");
        var end = await session.Console.Completion.WaitAsync(Patience);
        Assert.True(end.IsOrderly, end.Sentence);
    }

    /// <summary>Types, and waits until it arrived at the terminal.</summary>
    private async Task TypeAsync(OwnTerminalSession session, ArrivedKeys arrived, int keys)
    {
        await session.Console.TypeAsync(Next(keys));
        await session.Console.KeyAsync(ArrivedKeys.Marker);
        await arrived.UntilMarkerAsync();
    }

    /// <summary>A viewer's keys don't wait: what comes while input is held is lost.</summary>
    private async Task TypeInViewerAsync(OwnTerminalSession session, int keys)
    {
        foreach (var key in Next(keys))
            await session.Hand.TypeAsync(key == '\n' ? ViewerHand.Enter : key);
    }

    private string Next(int keys) => string.Concat(Enumerable.Range(0, keys).Select(_ => Keys[_typed++ % Keys.Length]));

    private static async Task UntilAsync<T>(OwnTerminalSession session, List<SessionEvent> happened, int times)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Of<T>(happened).Count < times)
        {
            Assert.False(limit.IsCancellationRequested, $"no {typeof(T).Name}:\n{session.Terminal.Text}");
            await session.Display.TakePictureAsync();
        }
    }

    private static async Task<bool> IsSoonThereAsync<T>(OwnTerminalSession session, List<SessionEvent> happened)
    {
        for (var look = 0; look < Looks && Of<T>(happened).Count == 0; look++)
            await session.Display.TakePictureAsync();
        return Of<T>(happened).Count > 0;
    }

    private static List<T> Of<T>(List<SessionEvent> happened)
    {
        lock (happened)
            return [.. happened.OfType<T>()];
    }
}
