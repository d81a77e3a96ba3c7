using System.Text.Json;
using Orchestrator.Actors.Plugins;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.PluginHosting;
using Orchestrator.Rfb;
using Orchestrator.Technicians;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>A capture plugin that fails in the middle of a session costs the picture for a while, and nothing else.</summary>
[Collection(VendorCollection.Name)]
public sealed class FailingCaptureTests(TestVendor vendor)
{
    private const string Capture = "capture.simulated";
    private const string Part = "the part of this program that takes its picture (capture.simulated 2.0.0)";
    private const int SoundWidth = 1280;
    private const int FailingWidth = 320;

    [Fact]
    public async Task One_that_throws_at_every_third_picture_is_told_and_rolled_back_while_chat_and_files_go_on()
    {
        await using var instrument = await StartAsync();
        await using var console = await vendor.OpenConsoleAsync();
        var session = await SeenAsync(instrument, console);

        await ReloadAsync(instrument, """{"fails":"throws"}""");
        await instrument.UntilRecordedAsync("plugin.malfunctioning", AttendedInstrument.Patience);
        await AssertTheRestGoesOnAsync(instrument, session);
        var back = await instrument.Run.Plugins.DoAsync(Capture, new PluginCommands.RollBack(Capture));

        Assert.True(back.Done, back.Sentence);
        await UntilSeenAsync(session, SoundWidth);
        await UntilToldAsync(instrument, "The technician can see this screen again.");
        Assert.Equal(
            $"The technician can't see this screen any more: {Part} failed, and is started again. The session goes on, chat and files work. If it stays so, press e to end, and start again.",
            instrument.Remarks[0]);
        var records = await EndAsync(instrument, session);
        Assert.Contains(records, record => IsFailure(record, "failed in CaptureAsync: InvalidOperationException: the third picture is never taken"));
    }

    [Theory]
    [InlineData("waits")]
    [InlineData("blocks")]
    public async Task One_that_hangs_is_told_and_started_again_and_the_picture_comes_back_by_itself(string how)
    {
        await using var instrument = await StartAsync();
        await using var console = await vendor.OpenConsoleAsync();
        var session = await SeenAsync(instrument, console);
        var once = Path.Combine(vendor.NewFolder("once"), "hung");

        await ReloadAsync(instrument, JsonSerializer.Serialize(new { fails = how, once }));
        await instrument.UntilRecordedAsync("plugin.malfunctioning", AttendedInstrument.Patience);
        await AssertTheRestGoesOnAsync(instrument, session);
        await instrument.UntilRecordedAsync("plugin.restored", AttendedInstrument.Patience);

        await UntilToldAsync(instrument, "The technician can see this screen again.");
        await UntilSeenAsync(session, FailingWidth);
        Assert.Contains($"{Part} doesn't answer, and is started again.", instrument.Remarks[0], StringComparison.Ordinal);
        var records = await EndAsync(instrument, session);
        Assert.Contains(records, record => IsFailure(record, "hangs in CaptureAsync"));
    }

    private async Task<AttendedInstrument> StartAsync()
    {
        var folder = new RealPluginFolder(vendor.NewFolder("failing"));
        var instrument = await AttendedInstrument.StartAsync(vendor, compose: options => options with { PluginSources = [folder.Source] });

        // Installed while the program runs, which has begun with its own.
        folder.With("FailingCapture", Capture, PluginKind.Capture, "2.0.0");
        return instrument;
    }

    private static async Task<ConsoleSession> SeenAsync(AttendedInstrument instrument, ConsoleRun console)
    {
        var session = await instrument.JoinedAsync(console);
        await session.AskAsync(Capability.ViewScreen, 5, "liquid not detected").WaitAsync(AttendedInstrument.Patience);
        await UntilSeenAsync(session, SoundWidth);
        return session;
    }

    private static async Task ReloadAsync(AttendedInstrument instrument, string settings)
    {
        var outcome = await instrument.Run.Plugins.DoAsync(Capture, new PluginCommands.Reload(Capture, new Version(2, 0, 0), System.Text.Encoding.UTF8.GetBytes(settings)));
        Assert.True(outcome.Done, outcome.Sentence);
    }

    private async Task AssertTheRestGoesOnAsync(AttendedInstrument instrument, ConsoleSession session)
    {
        session.Chat("Your screen is gone here. Are you still there?");
        await instrument.UntilRecordedAsync("chat.posted", AttendedInstrument.Patience);
        var local = Path.Combine(vendor.NewFolder("local"), "worklist.gwl");
        await File.WriteAllTextAsync(local, "A;Rack;;;1;;10\n");
        Assert.Equal(TransferState.Done, (await session.SendFileAsync(local, null, "a worklist").WaitAsync(AttendedInstrument.Patience)).State);
        Assert.Equal("A;Rack;;;1;;10\n", await File.ReadAllTextAsync(Path.Combine(instrument.Files, "worklist.gwl")));
    }

    private static async Task UntilSeenAsync(ConsoleSession session, int width)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        var state = session.Screen.State;
        while (state is not { Status: ScreenStatus.Available, Layout.Width: var now } || now != width)
        {
            state = await session.Screen.WaitForChangeAsync(state.Version, limit.Token);
        }
    }

    private static async Task UntilToldAsync(AttendedInstrument instrument, string sentence)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!instrument.Remarks.Contains(sentence))
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> EndAsync(AttendedInstrument instrument, ConsoleSession session)
    {
        Assert.True((await session.EndAsync()).IsOrderly);
        return await instrument.CloseAndReadAsync();
    }

    private static bool IsFailure(JsonElement record, string why) =>
        record.GetProperty("event").GetString() == "part.failed" && record.GetProperty("data").GetProperty("reason").GetString()!.Contains(why, StringComparison.Ordinal);
}
