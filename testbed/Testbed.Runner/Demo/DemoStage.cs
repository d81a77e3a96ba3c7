using Orchestrator.Abstractions;
using Orchestrator.Domain;
using Orchestrator.Links.Dialing;
using Orchestrator.PluginHosting;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.QuickSupport.Composition;
using Orchestrator.QuickSupport.Face;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Instrument;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>Everything that a demonstration needs before the first word is spoken: vendor, stopped instrument, QuickSupport, console.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(40);

    private DemoStage(DemoOptions options, string work, DemoVendor vendor, SimulatedInstrument instrument, Phone phone, ScriptedOperator? scripted, QuickSupportRun quickSupport, ConsoleRun console)
    {
        Options = options;
        Work = work;
        Vendor = vendor;
        Instrument = instrument;
        Phone = phone;
        Operator = scripted;
        QuickSupport = quickSupport;
        Console = console;
        CorrectedWorklist = instrument.Error is { } error ? instrument.CorrectedWorklist(error) : [];
    }

    /// <summary>How it runs.</summary>
    public DemoOptions Options { get; }

    /// <summary>Folder for what is shown to the person.</summary>
    public string Output => Options.Output;

    /// <summary>Folder for the rest; gone afterwards.</summary>
    public string Work { get; }

    /// <summary>The vendor.</summary>
    public DemoVendor Vendor { get; }

    /// <summary>The instrument PC.</summary>
    public SimulatedInstrument Instrument { get; }

    /// <summary>Between the two people.</summary>
    public Phone Phone { get; }

    /// <summary>The simulated operator; null when a person attends.</summary>
    public ScriptedOperator? Operator { get; }

    /// <summary>At the instrument.</summary>
    public QuickSupportRun QuickSupport { get; }

    /// <summary>The technician's.</summary>
    public ConsoleRun Console { get; }

    /// <summary>The worklist that avoids the empty tube.</summary>
    public byte[] CorrectedWorklist { get; }

    /// <summary>The file that the technician asks for.</summary>
    public string LogToFetch => Instrument.LogFile;

    /// <summary>Folder of the runs' evidence logs at the instrument.</summary>
    public string InstrumentLogs => Path.Combine(Work, "instrument-logs");

    /// <summary>Sets everything up.</summary>
    public static async Task<DemoStage> SetAsync(DemoOptions options, IQuickSupportFace? attending, Phone phone, Timeline timeline, CancellationToken cancellationToken)
    {
        var work = Directory.CreateTempSubdirectory("orchestrator-demo-").FullName;
        var time = TimeProvider.System;
        var starting = DemoVendor.StartAsync(work, time, cancellationToken);
        var instrument = new SimulatedInstrument(new InstrumentOptions
        {
            Seed = options.Seed,
            HomeDirectory = Path.Combine(work, "instrument"),
            Speed = 40,
            OperatorRefills = options.Sabotage != Sabotage.RunStaysStopped,
        });
        instrument.Start();
        await instrument.WaitForStateAsync(RunState.Stopped, cancellationToken).WaitAsync(StopsWithin, cancellationToken);
        timeline.Add("instrument", $"the run stops: {RunError.Title}, step {instrument.Error!.Step}, {instrument.Error.Rack} {instrument.Error.Well}");
        var vendor = await starting;
        timeline.Add("vendor", $"{DemoVendor.Domain} serves on port {vendor.Port}; {DemoVendor.Account} is trained and has a setup code");

        var habits = new OperatorHabits
        {
            Name = instrument.OperatorName,
            Refuses = options.Sabotage == Sabotage.ControlRefused ? new HashSet<Capability> { Capability.ControlInput } : new HashSet<Capability>(),
        };
        var scripted = attending is null ? new ScriptedOperator(habits, phone, time) : null;
        var capture = new CompiledInPlugin(PluginManifest.CompiledIn("capture.simulated", PluginKind.Capture, new Version(1, 0, 0)), () => new SimulatedCapture(instrument.Screen));
        var quickSupport = await QuickSupportRun.StartAsync(
            new QuickSupportOptions
            {
                Face = (IQuickSupportFace?)scripted ?? attending!,
                ConfigurationPath = vendor.Setup.ClientConfiguration,
                LogRoot = Path.Combine(work, "instrument-logs"),
                FilesFolder = instrument.HomeDirectory,
                Capture = capture,
                Composition = scripted is null ? "testbed simulated instrument" : "testbed scripted operator",
                Proxy = ProxyOf(options),
                ProxyCredentials = DemoCredentials.Of(options.Proxy),
                Resolve = DemoVendor.Resolve,
                Time = time,
            },
            cancellationToken);
        var console = await ConsoleRun.OpenAsync(
            new ConsoleOptions
            {
                ConfigurationPath = vendor.Setup.ClientConfiguration,
                DataDirectory = Path.Combine(work, "console"),
                Proxy = ProxyOf(options),
                ProxyCredentials = DemoCredentials.Of(options.Proxy),
                Resolve = DemoVendor.Resolve,
                Time = time,
            },
            cancellationToken);
        var person = vendor.Technician;
        await person.ActivateAsync(console, cancellationToken);
        timeline.Add("technician", $"activates {person.Account}: chooses a password, scans the secret of a second factor, proves its first code");
        await person.ApproveAsync(console.Digits);
        timeline.Add("vendor", $"approves the technician's console, by its digits {console.Digits}");
        return new DemoStage(options, work, vendor, instrument, phone, scripted, quickSupport, console);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        await QuickSupport.DisposeAsync();
        await Vendor.DisposeAsync();
        Instrument.Dispose();
        Directory.Delete(Work, recursive: true);
    }

    private static string? ProxyOf(DemoOptions options) =>
        options.Proxy is { } proxy ? $"{proxy.Scheme}://{proxy.Host}:{proxy.Port}" : null;
}
