using System.Text.Json;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Consents;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Operator;
using Orchestrator.Testbed.Runner.Demo;
using Orchestrator.EndToEnd.RealScreen;
using Orchestrator.QuickSupport.Face;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>QuickSupport in this process, with an operator of given habits and a simulated screen.</summary>
internal sealed class AttendedInstrument : IAsyncDisposable
{
    /// <summary>Longer than any step may take on a busy computer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TestVendor _vendor;
    private readonly Phone _phone;
    private readonly AttendedOperator _operator;

    private AttendedInstrument(TestVendor vendor, QuickSupportRun run, Phone phone, ScriptedOperator person, AttendedOperator attended, string files) =>
        (_vendor, Run, _phone, Person, _operator, Files) = (vendor, run, phone, person, attended, files);

    /// <summary>The run.</summary>
    public QuickSupportRun Run { get; }

    /// <summary>The operator.</summary>
    public ScriptedOperator Person { get; }

    /// <summary>Folder of its files.</summary>
    public string Files { get; }

    /// <summary>The session number.</summary>
    public string Number { get; private set; } = "";

    /// <summary>The PIN.</summary>
    public string Pin { get; private set; } = "";

    /// <summary>A PIN that isn't the session's.</summary>
    public string WrongPin => Pin == "123456" ? "654321" : "123456";

    /// <summary>Starts one and waits for its number.</summary>
    /// <param name="vendor">Whose.</param>
    /// <param name="habits">The operator's.</param>
    /// <param name="folder">Where logs and files are; null: in a new folder.</param>
    /// <param name="compose">Changes what it is composed from; null: nothing.</param>
    public static async Task<AttendedInstrument> StartAsync(
        TestVendor vendor, OperatorHabits? habits = null, string? folder = null, Func<QuickSupportOptions, QuickSupportOptions>? compose = null)
    {
        folder ??= vendor.NewFolder("instrument");
        var phone = new Phone();
        var person = new ScriptedOperator((habits ?? new OperatorHabits()) with { AnswerAfter = TimeSpan.FromMilliseconds(20) }, phone, TimeProvider.System);
        var attended = new AttendedOperator(person);
        var options = Options(vendor, folder, attended);
        var run = await QuickSupportRun.StartAsync(compose?.Invoke(options) ?? options, CancellationToken.None);
        var started = new AttendedInstrument(vendor, run, phone, person, attended, Path.Combine(folder, "files"));
        (started.Number, started.Pin) = await phone.Number.WaitAsync(Patience);
        return started;
    }

    /// <summary>What such a run is composed from.</summary>
    public static QuickSupportOptions Options(TestVendor vendor, string folder, IQuickSupportFace person) => new()
    {
        Face = person,
        ConfigurationPath = vendor.Setup.ClientConfiguration,
        LogRoot = Path.Combine(folder, "logs"),
        FilesFolder = Path.Combine(folder, "files"),
        Capture = new CompiledInPlugin(PluginManifest.CompiledIn("capture.simulated", PluginKind.Capture, new Version(1, 0, 0)), () => new SimulatedCapture()),
        Composition = "testbed scripted operator",
        Resolve = DemoVendor.Resolve,
    };

    /// <summary>The usual technician's wish to join it.</summary>
    public ConnectRequest Wish() => _vendor.Wish(Number, Pin);

    /// <summary>A technician joins, the digits are read and typed.</summary>
    public async Task<ConsoleSession> JoinedAsync(ConsoleRun console)
    {
        var session = await console.ConnectAsync(Wish()).WaitAsync(Patience);
        Hear(session.Sas);
        await session.OpenedAsync().WaitAsync(Patience);
        return session;
    }

    /// <summary>The technician reads the digits aloud.</summary>
    public void Hear(string digits) => _phone.ReadDigits(digits);

    /// <summary>Runs while a prompt is shown, before it is answered.</summary>
    public Action? Reading
    {
        set => _operator.Reading = value;
    }

    /// <summary>Every prompt that the operator was shown, in order.</summary>
    public IReadOnlyList<OperatorPrompt> Prompts => _operator.Prompts;

    /// <summary>What the operator was told beside the prompts, in order.</summary>
    public IReadOnlyList<string> Remarks => _operator.Remarks;

    /// <summary>The operator takes everything back.</summary>
    public async Task RevokeAllAsync() => (await _operator.Desk).Controls.RevokeAll();

    /// <summary>Calls that could have seen the screen, pictures taken, events given to the display server.</summary>
    public (long Calls, long Frames, long Events) Counts => (Run.Counters.CaptureCalls, Run.Counters.FramesCaptured, Run.Counters.EventsInjected);

    /// <summary>Waits until so much was counted.</summary>
    public async Task UntilCountedAsync(Predicate<(long Calls, long Frames, long Events)> enough)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!enough(Counts))
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Closes QuickSupport and reads its records.</summary>
    public async Task<IReadOnlyList<JsonElement>> CloseAndReadAsync()
    {
        await Run.CloseAsync();
        await Run.Completion.WaitAsync(Patience);
        return LogLines.Read(Run.LogDirectory);
    }

    /// <summary>Waits until the instrument's own log has an event.</summary>
    public Task UntilRecordedAsync(string code, TimeSpan within) =>
        LogLines.UntilAsync(Run.LogDirectory, record => record.GetProperty("event").GetString() == code, within);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Run.DisposeAsync();
}
