using System.Text.Json;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Stage;

/// <summary>QuickSupport with a scripted operator as a process of its own, so that it can be killed.</summary>
internal sealed class InstrumentProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly ExternalProcess _process;

    private InstrumentProcess(ExternalProcess process, string files) => (_process, Files) = (process, files);

    /// <summary>Folder of its files.</summary>
    public string Files { get; }

    /// <summary>Folder of the logs of its runs.</summary>
    public string Logs => Path.Combine(Path.GetDirectoryName(Files)!, "logs");

    /// <summary>The session number.</summary>
    public string Number { get; private set; } = "";

    /// <summary>The PIN.</summary>
    public string Pin { get; private set; } = "";

    /// <summary>Starts one and waits until it has its number.</summary>
    public static Task<InstrumentProcess> StartAsync(TestVendor vendor, params string[] habits) => StartAsync(vendor, vendor.NewFolder("instrument"), habits);

    /// <summary>The same with variables of its own.</summary>
    public static Task<InstrumentProcess> StartAsync(TestVendor vendor, IReadOnlyDictionary<string, string?> environment, params string[] habits) =>
        StartAsync(vendor, vendor.NewFolder("instrument"), habits, environment);

    /// <summary>Id of the program.</summary>
    public int Id => _process.Id;

    /// <summary>Another run on the same computer, with the same folders.</summary>
    public Task<InstrumentProcess> StartAgainAsync(TestVendor vendor) => StartAsync(vendor, Path.GetDirectoryName(Files)!, []);

    /// <summary>Starts one that can't; gives what it says.</summary>
    public static Task<JsonElement> FailedAsync(TestVendor vendor, params string[] habits) => FailedAsync(vendor, null, habits);

    /// <summary>The same with variables of its own.</summary>
    public static async Task<JsonElement> FailedAsync(TestVendor vendor, IReadOnlyDictionary<string, string?>? environment, params string[] habits)
    {
        await using var failing = Begin(vendor, vendor.NewFolder("instrument"), habits, environment);
        return await failing.ReadAsync();
    }

    private static InstrumentProcess Begin(TestVendor vendor, string folder, string[] habits, IReadOnlyDictionary<string, string?>? environment)
    {
        var (log, files) = (Path.Combine(folder, "logs"), Path.Combine(folder, "files"));
        Directory.CreateDirectory(files);
        return new InstrumentProcess(ProgramBeside.Start("testbed-quicksupport", ["--config", vendor.Setup.ClientConfiguration, "--log", log, "--files", files, .. habits], environment), files);
    }

    private static async Task<InstrumentProcess> StartAsync(TestVendor vendor, string folder, string[] habits, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var started = Begin(vendor, folder, habits, environment);
        var first = await started.ReadAsync();
        Assert.True(first.GetProperty("event").GetString() == "waiting", first.ToString());
        (started.Number, started.Pin) = (first.GetProperty("number").GetString()!, first.GetProperty("pin").GetString()!);
        return started;
    }

    /// <summary>The technician's six digits reach the operator.</summary>
    public void Hear(string digits)
    {
        _process.Input.WriteLine(digits);
        _process.Input.Flush();
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<JsonElement> ReadAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _process.Output.ReadLineAsync(limit.Token) is { } line
            ? JsonDocument.Parse(line).RootElement
            : throw new InvalidOperationException($"QuickSupport ended: {await _process.ReadErrorsAsync()}");
    }
}
