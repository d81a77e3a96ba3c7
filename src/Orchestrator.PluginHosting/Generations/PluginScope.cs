using Autofac;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// One generation of one plugin: its code, one instance made by Autofac in a scope of its own, and the gateway before it.
/// Close in this order: stop the actors that use it and dispose what it opened (the caller), then <see cref="CloseAsync"/>:
/// token, instance, scope, load context, and a look whether the memory went away.
/// </summary>
public sealed class PluginScope : IAsyncDisposable
{
    private readonly CancellationTokenSource generation = new();
    private readonly TimeProvider time;
    private readonly PluginInstance instance;
    private readonly PluginGateway gateway;
    private Task making = Task.CompletedTask;
    private volatile bool hung;
    private int closed;

    internal PluginScope(PluginManifest manifest, Containment containment, TimeProvider time)
    {
        Manifest = manifest;
        Containment = containment;
        this.time = time;
        instance = new PluginInstance(manifest);
        gateway = new PluginGateway(containment, time, generation.Token);
    }

    /// <summary>Id, kind and version.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>What stands between it and the program.</summary>
    internal Containment Containment { get; }

    /// <summary>True once a call into the plugin didn't end.</summary>
    public bool Hung => hung || gateway.Hung;

    /// <summary>Loads, makes, starts and tests a plugin.</summary>
    /// <param name="root">The program's container; the plugin's scope hangs below it.</param>
    /// <param name="entry">From the catalog.</param>
    /// <param name="context">What the host lends; the install directory is filled in here.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginRefusedException">It can't be loaded, made or started; it is ended already.</exception>
    public static async Task<PluginScope> OpenAsync(ILifetimeScope root, PluginEntry entry, PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(context);
        var id = new GenerationId(entry.Manifest.Id, entry.Manifest.Version, 1);
        var opened = new PluginScope(entry.Manifest, Containment.Of(id, context.Time, _ => { }, () => { }), context.Time);
        await opened.BeginAsync(root, entry, context, cancellationToken).ConfigureAwait(false);
        return opened;
    }

    /// <summary>Loads, makes, starts and tests; once. After a failure the generation is ended; whether its memory went away says <see cref="WatchAsync"/>.</summary>
    internal async Task BeginAsync(ILifetimeScope root, PluginEntry entry, PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        try
        {
            await MakeInTimeAsync(root, entry, cancellationToken).ConfigureAwait(false);
            await StartAsync(context, cancellationToken).ConfigureAwait(false);
            await TestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The plugin as its kind, behind its gateway: throws <see cref="PluginFaultException"/>, never a type of the plugin.</summary>
    /// <exception cref="PluginFaultException">The generation is closed.</exception>
    /// <exception cref="PluginRefusedException">It is of another kind.</exception>
    public T Get<T>()
        where T : class, IPlugin =>
        (instance.Guarded ?? throw gateway.Closed(typeof(T).Name)) as T ?? throw new PluginRefusedException(
            PluginRefusalReason.WrongKind,
            Manifest.ToString(),
            $"The plugin {Manifest} is used as {typeof(T).Name}, but it is a {Manifest.Kind.Word()} plugin. Name a plugin of the right kind in the settings.");

    /// <summary>True when no call passes any more.</summary>
    internal bool IsCut => generation.IsCancellationRequested;

    /// <summary>Ends every call into it and lets no further one through, so that its users give it back.</summary>
    internal async Task CutAsync()
    {
        try
        {
            await generation.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile, which cuts too.
        }
    }

    /// <summary>Ends the generation. The second call does nothing and says <see cref="UnloadResult.NotLoaded"/>.</summary>
    /// <param name="unloadBudget">How long to watch for the memory; null is 5 s, zero is one look.</param>
    public async Task<UnloadResult> CloseAsync(TimeSpan? unloadBudget = null) =>
        await EndAsync().ConfigureAwait(false) ? await WatchAsync(unloadBudget).ConfigureAwait(false) : UnloadResult.NotLoaded;

    /// <summary>Watches the load context of an ended generation go away.</summary>
    internal Task<UnloadResult> WatchAsync(TimeSpan? budget) => UnloadCheck.WaitAsync(instance.Context, budget ?? UnloadCheck.Budget, time);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync(TimeSpan.Zero).ConfigureAwait(false);

    /// <summary>False when it has ended before.</summary>
    private async Task<bool> EndAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return false;
        await generation.CancelAsync().ConfigureAwait(false);
        if (making.IsCompleted)
            await instance.EndAsync().ConfigureAwait(false);
        else
            _ = making.ContinueWith(_ => instance.EndAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        generation.Dispose();
        return true;
    }

    // On a thread of the pool: a constructor that doesn't return costs that thread, not the caller's.
    private async Task MakeInTimeAsync(ILifetimeScope root, PluginEntry entry, CancellationToken cancellationToken)
    {
        making = Task.Run(() => instance.Make(root, entry, gateway), CancellationToken.None);
        try
        {
            await making.WaitAsync(PluginBudgets.Start, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!making.IsCompleted)
        {
            hung = true;
            throw Manifest.Refused(PluginRefusalReason.ConstructorFailed, "its constructor didn't return", $"it had {PluginBudgets.Start.TotalSeconds:0} s");
        }
        catch (Exception problem) when (problem is not (PluginRefusedException or OperationCanceledException))
        {
            throw Manifest.Refused(PluginRefusalReason.NotLoadable, "it can't be loaded", ProblemText.Of(problem));
        }
    }

    private async Task StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var own = new PluginContext
        {
            InstallDirectory = instance.InstallDirectory,
            DataDirectory = context.DataDirectory,
            Settings = context.Settings,
            Time = context.Time,
            Log = new LimitedLog(context.Log, context.Time),
        };
        try
        {
            await instance.Guarded!.StartAsync(own, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is PluginFaultException or DialException)
        {
            throw Manifest.Refused(PluginRefusalReason.StartFailed, "it didn't start", Detail(problem));
        }
    }

    private async Task TestAsync(CancellationToken cancellationToken)
    {
        SelfTestResult result;
        try
        {
            result = await ((ISelfTest)instance.Guarded!).TestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is PluginFaultException or DialException)
        {
            throw Manifest.Refused(PluginRefusalReason.SelfTestFailed, "its test of itself failed", Detail(problem));
        }

        if (!result.Passed)
            throw Manifest.Refused(PluginRefusalReason.SelfTestFailed, "its test of itself failed", OneLine.Of(result.Sentence ?? "", 300));
    }

    private static string Detail(Exception problem) => problem is PluginFaultException { Fault: var fault } ? fault.Detail : ProblemText.Of(problem);
}
