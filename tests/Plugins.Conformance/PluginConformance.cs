using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance;

/// <summary>
/// What every plugin must do, whatever its kind. Derive from the class of the kind (<see cref="Audit.AuditSinkConformance"/>,
/// <see cref="Capture.CaptureConformance"/>, <see cref="Proxy.ProxyConformance"/>, <see cref="Transport.TransportConformance"/>), not from this one.
/// </summary>
/// <typeparam name="TPlugin">The kind's interface.</typeparam>
public abstract partial class PluginConformance<TPlugin> : IAsyncLifetime
    where TPlugin : class, IPlugin
{
    /// <summary>Far more than any step needs, so that only a hang reaches it.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("conformance-");
    private readonly List<IAsyncDisposable> rest = [];

    /// <summary>The folder that the host lends; gone after the test.</summary>
    protected virtual string Folder => folder.FullName;

    /// <summary>Settings with which the plugin starts, as UTF-8 JSON; asked for after <see cref="PrepareAsync"/>.</summary>
    protected virtual ReadOnlyMemory<byte> Settings => default;

    /// <summary>Settings that it must refuse, beside those that no plugin takes.</summary>
    protected virtual IEnumerable<string> BadSettings => [];

    /// <summary>The plugin's entry assembly, with what it needs beside it.</summary>
    protected virtual string AssemblyPath => Create().GetType().Assembly.Location;

    /// <summary>Every member that opens or does something and takes a token, by its name.</summary>
    private protected abstract IEnumerable<(string Member, Func<TPlugin, CancellationToken, Task> Call)> Calls { get; }

    /// <summary>A plugin that isn't started yet.</summary>
    protected abstract TPlugin Create();

    /// <summary>Makes what the plugin needs around it, for example a server, before each test. Skips the test where that isn't to be had.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Takes away what <see cref="PrepareAsync"/> made.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;

    /// <summary>Uses every part of a started plugin once, as a host would.</summary>
    private protected abstract Task UseAsync(TPlugin plugin);

    /// <summary>What a host would lend.</summary>
    private protected virtual PluginContext NewContext(ReadOnlyMemory<byte> settings) =>
        new() { DataDirectory = Folder, Settings = settings, Time = TimeProvider.System, Log = new QuietLog() };

    /// <summary>A started plugin; disposed with the test.</summary>
    protected async Task<TPlugin> StartAsync()
    {
        var plugin = LeaveToTest(Create());
        await plugin.StartAsync(NewContext(Settings), default);
        return plugin;
    }

    /// <summary>Disposes something at the end of the test, before the plugin.</summary>
    private protected T LeaveToTest<T>(T opened)
        where T : IAsyncDisposable
    {
        rest.Add(opened);
        return opened;
    }

    /// <summary>Ends in cancellation within the contract's 2 s; a busy machine gets more.</summary>
    private protected static async Task EndsCancelledAsync(Task call) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Budgets.AfterCancellation));

    async Task IAsyncLifetime.InitializeAsync() => await PrepareAsync();

    async Task IAsyncLifetime.DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(rest))
            await opened.DisposeAsync();
        await CleanUpAsync();
        folder.Delete(recursive: true);
    }
}
