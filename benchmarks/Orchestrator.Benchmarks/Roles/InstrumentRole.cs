using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Face;
using Orchestrator.Testbed.Instrument;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Benchmarks.Roles;

/// <summary>
/// The instrument's end in a process of its own: QuickSupport's library with a scripted operator who answers at once. Says what happens as JSON
/// lines; is told on its standard input: <c>digits N</c>, <c>revoke</c>, <c>count</c>.
/// </summary>
internal static class InstrumentRole
{
    // The steps before it prepare, and take nothing from a tube.
    private const int FirstThatCanFail = 5;

    /// <summary>Runs until its input ends or the session is over.</summary>
    public static async Task<int> RunAsync(string configuration, string folder, ScreenKind screen, string display, CancellationToken cancellationToken)
    {
        var phone = new Phone();
        var person = new DeskHolder(new ScriptedOperator(new OperatorHabits { AnswerAfter = TimeSpan.Zero }, phone, TimeProvider.System));
        using var instrument = screen == ScreenKind.Instrument ? await StopAsync(folder, cancellationToken) : null;
        using var block = screen is ScreenKind.Still or ScreenKind.Clickable or ScreenKind.Lively ? new BlockSource(screen == ScreenKind.Lively) : null;
        var shown = (IFrameSource?)block ?? instrument?.Screen;
        var source = shown is null ? null : new MeteredSource(shown);
        await using var run = await QuickSupportRun.StartAsync(
            new QuickSupportOptions
            {
                Face = person,
                ConfigurationPath = configuration,
                LogRoot = Path.Combine(folder, "log"),
                FilesFolder = Path.Combine(folder, "files"),
                Capture = Capture(source),
                CaptureSettings = source is null ? Encoding.UTF8.GetBytes($$"""{"display": "{{display}}"}""") : default,
                Composition = "benchmark scripted operator",
                Resolve = Vendor.Resolve,
            },
            cancellationToken);
        // Reading the console blocks the thread that it is called on.
        var listening = Task.Run(() => ListenAsync(run, person, phone, source), cancellationToken);
        var (number, pin) = await phone.Number;
        Say(new { @event = "waiting", number, pin });
        await Task.WhenAny(run.Completion, listening);
        return 0;
    }

    private static CompiledInPlugin Capture(MeteredSource? source) => source is null
        ? new CompiledInPlugin(PluginManifest.CompiledIn("capture-x11", PluginKind.Capture, new Version(0, 1, 0)), () => new X11Capture())
        : new CompiledInPlugin(PluginManifest.CompiledIn("capture.simulated", PluginKind.Capture, new Version(1, 0, 0)), () => new SimulatedCapture(source));

    /// <summary>An instrument that stands before its error dialog; when it goes on it is as fast as a real one.</summary>
    private static async Task<SimulatedInstrument> StopAsync(string folder, CancellationToken cancellationToken)
    {
        var instrument = new SimulatedInstrument(new InstrumentOptions { HomeDirectory = Path.Combine(folder, "instrument"), ErrorStep = FirstThatCanFail, Speed = 1 });
        instrument.Start();
        await instrument.WaitForStateAsync(RunState.Stopped, cancellationToken);
        return instrument;
    }

    private static async Task ListenAsync(QuickSupportRun run, DeskHolder person, Phone phone, MeteredSource? source)
    {
        while (await System.Console.In.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["digits", var digits]:
                    phone.ReadDigits(digits);
                    break;
                case ["revoke"]:
                    var at = Stopwatch.GetTimestamp();
                    (await person.Desk).Controls.RevokeAll();
                    Say(new { @event = "revoked", at = at.ToString(CultureInfo.InvariantCulture) });
                    break;
                case ["count"]:
                    Say(new InstrumentCounts(run.Counters.CaptureCalls, run.Counters.FramesCaptured, source?.DrawingSeconds ?? 0, source?.LastLook ?? 0, GC.GetTotalAllocatedBytes()));
                    break;
            }
        }
    }

    private static void Say(object what)
    {
        System.Console.Out.WriteLine(JsonSerializer.Serialize(what, JsonSerializerOptions.Web));
        System.Console.Out.Flush();
    }
}
