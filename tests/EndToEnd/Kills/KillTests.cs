using System.Diagnostics;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Technicians;

namespace Orchestrator.EndToEnd.Kills;

/// <summary>
/// kill -9 at either end. Whoever is left learns it within five seconds, nothing passes any more, and when the grace is over the
/// session has its end in the broker's log and its number is dead for ever.
/// </summary>
[Collection(VendorCollection.Name)]
public sealed class KillTests(TestVendor vendor)
{
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OverWithin = TimeSpan.FromSeconds(TestVendor.GraceSeconds + 15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_QuickSupport_killed_while_it_waits_leaves_a_dead_number()
    {
        await using var instrument = await InstrumentProcess.StartAsync(vendor);

        await instrument.KillAsync();

        await vendor.UntilObservedAsync(instrument.Number, BrokerEventCodes.MissingEnd, OverWithin);
        await AssertDeadAsync(instrument);
    }

    [Theory]
    [InlineData(Capability.ViewScreen)]
    [InlineData(Capability.ControlInput)]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_QuickSupport_killed_with_open_channels_is_told_to_the_technician_and_nothing_passes(Capability opened)
    {
        await using var instrument = await InstrumentProcess.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await JoinAsync(console, instrument);
        await session.AskAsync(Capability.ViewScreen, 5, "kill");
        await session.PictureAsync();
        if (opened == Capability.ControlInput)
        {
            await session.AskAsync(Capability.ControlInput, 5, "kill");
            await session.ClickAsync(10, 10);
        }

        await KillAsync(instrument, session);
        var shown = session.Screen.State.Version;

        // Whatever is tried now never comes to its effect: neither input nor a further question.
        var click = session.ClickAsync(20, 20);
        var ask = session.AskAsync(Capability.ClipboardTo, 5, "kill");
        await AssertOverAsync(instrument, session);
        await Assert.ThrowsAsync<ConsoleException>(() => click.WaitAsync(Patience));
        await Assert.ThrowsAsync<ConsoleException>(() => ask.WaitAsync(Patience));
        Assert.Equal(shown, session.Screen.State.Version);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_QuickSupport_killed_while_its_operator_is_asked_grants_nothing()
    {
        await using var instrument = await InstrumentProcess.StartAsync(vendor, "--absent");
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await JoinAsync(console, instrument);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = session.Watch(notice =>
        {
            if (notice is Notice.Changed { View.Asks: [{ Progress: AskProgress.Seen }] })
            {
                seen.TrySetResult();
            }
        });
        var ask = session.AskAsync(Capability.ViewScreen, 5, "kill");
        await seen.Task.WaitAsync(Patience);

        await KillAsync(instrument, session);

        await Assert.ThrowsAsync<ConsoleException>(() => ask.WaitAsync(Patience));
        await AssertOverAsync(instrument, session);
        Assert.Empty(session.View.State.Grants);
        Assert.DoesNotContain(BrokerEventCodes.RelayOpened, vendor.Observed(instrument.Number));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_new_QuickSupport_on_the_same_computer_is_another_session_and_takes_nothing_over()
    {
        await using var instrument = await InstrumentProcess.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await JoinAsync(console, instrument);
        await session.AskAsync(Capability.ViewScreen, 5, "kill");
        await KillAsync(instrument, session);

        await using var next = await instrument.StartAgainAsync(vendor);

        Assert.NotEqual(instrument.Number, next.Number);
        await AssertOverAsync(instrument, session);
        Assert.NotEmpty(session.View.Link);

        // The new one waits for somebody who is admitted to it, and knows nothing of the old one's PIN, digits and grants.
        Assert.Equal([BrokerEventCodes.SessionRegistered], vendor.Observed(next.Number));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-7")]
    public async Task A_QuickSupport_killed_while_a_file_comes_in_leaves_no_file_under_its_name()
    {
        await using var instrument = await InstrumentProcess.StartAsync(vendor);
        await using var console = await vendor.OpenConsoleAsync();
        await using var session = await JoinAsync(console, instrument);
        var local = Path.Combine(vendor.Folder, "large.bin");
        await File.WriteAllBytesAsync(local, new byte[64 << 20]);
        var moving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = session.Watch(notice =>
        {
            if (notice is Notice.Moved { Transfer: { State: TransferState.Moving, Bytes: > 0 } })
            {
                moving.TrySetResult();
            }
        });

        var sending = session.SendFileAsync(local, "large.bin", "kill");
        await moving.Task.WaitAsync(Patience);
        await KillAsync(instrument, session);

        await Assert.ThrowsAsync<ConsoleException>(() => sending.WaitAsync(OverWithin));
        Assert.False(File.Exists(Path.Combine(instrument.Files, "large.bin")));
        await AssertOverAsync(instrument, session);
    }

    /// <summary>Kills it, and waits for the words on the technician's face.</summary>
    private static async Task KillAsync(InstrumentProcess instrument, ConsoleSession session)
    {
        var told = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = session.Watch(notice =>
        {
            if (notice is Notice.Changed changed && changed.View.Link.Contains("link lost", StringComparison.OrdinalIgnoreCase))
            {
                told.TrySetResult(Stopwatch.GetTimestamp());
            }
        });
        var before = Stopwatch.GetTimestamp();
        await instrument.KillAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(before, await told.Task.WaitAsync(Patience)), TimeSpan.Zero, ToldWithin);
    }

    /// <summary>The technician is told of the end, the broker's log says that it is missing, and the number is dead.</summary>
    private async Task AssertOverAsync(InstrumentProcess killed, ConsoleSession session)
    {
        var end = await session.Completion.WaitAsync(OverWithin);
        Assert.False(end.IsOrderly);
        Plain.AssertSentence(end.Sentence);
        Assert.Contains("link", end.Sentence, StringComparison.OrdinalIgnoreCase);
        await vendor.UntilObservedAsync(killed.Number, BrokerEventCodes.MissingEnd, OverWithin);
        Assert.Contains(BrokerEventCodes.LinkLost, vendor.Observed(killed.Number));
        await AssertDeadAsync(killed);
    }

    private async Task AssertDeadAsync(InstrumentProcess killed)
    {
        await using var console = await vendor.OpenConsoleAsync("another");
        await Plain.AssertRefusedAsync("SESSION_UNKNOWN", () => console.ConnectAsync(vendor.Wish(killed.Number, killed.Pin)));
    }

    private async Task<ConsoleSession> JoinAsync(ConsoleRun console, InstrumentProcess instrument)
    {
        var session = await console.ConnectAsync(vendor.Wish(instrument.Number, instrument.Pin));
        instrument.Hear(session.Sas);
        await session.OpenedAsync().WaitAsync(Patience);
        return session;
    }
}
