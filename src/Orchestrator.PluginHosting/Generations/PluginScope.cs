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
    private PluginCode? code;
    private ILifetimeScope? scope;
    private IPlugin? guarded;
    private PluginGateway? gateway;
    private int closed;
    private bool hung;

    private PluginScope(PluginManifest manifest, Containment containment, TimeProvider time)
    {
        Manifest = manifest;
        Containment = containment;
        this.time = time;
    }

    /// <summary>Id, kind and version.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>What stands between it and the program.</summary>
    internal Containment Containment { get; }

    /// <summary>True once a call into the plugin didn't end.</summary>
    public bool Hung => hung || (gateway?.Hung ?? false);

    /// <summary>Loads, makes, starts and tests a plugin.</summary>
    /// <param name="root">The program's container; the plugin's scope hangs below it.</param>
    /// <param name="entry">From the catalog.</param>
    /// <param name="context">What the host lends; the install directory is filled in here.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginRefusedException">It can't be loaded, made or started; nothing is left behind.</exception>
    public static Task<PluginScope> OpenAsync(ILifetimeScope root, PluginEntry entry, PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(context);
        var id = new GenerationId(entry.Manifest.Id, entry.Manifest.Version, 1);
        return OpenAsync(root, entry, context, Containment.Of(id, context.Time, _ => { }, () => { }), cancellationToken);
    }

    /// <summary>The same, contained by the caller.</summary>
    internal static async Task<PluginScope> OpenAsync(
        ILifetimeScope root, PluginEntry entry, PluginContext context, Containment containment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(context);
        var opened = new PluginScope(entry.Manifest, containment, context.Time);
        try
        {
            var directory = await opened.MakeInTimeAsync(root, entry, cancellationToken).ConfigureAwait(false);
            await opened.StartAsync(context, directory, cancellationToken).ConfigureAwait(false);
            await opened.TestAsync(cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            await opened.CloseAsync(TimeSpan.Zero).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The plugin as its kind, behind its gateway: throws <see cref="PluginFaultException"/>, never a type of the plugin.</summary>
    /// <exception cref="PluginRefusedException">It is of another kind.</exception>
    public T Get<T>()
        where T : class, IPlugin =>
        guarded as T ?? throw new PluginRefusedException(
            PluginRefusalReason.WrongKind,
            Manifest.ToString(),
            $"The plugin {Manifest} is used as {typeof(T).Name}, but it is a {Manifest.Kind.Word()} plugin, or it is closed. Name a plugin of the right kind in the settings.");

    /// <summary>Ends every call into it and lets no further one through, so that its users give it back.</summary>
    internal Task CutAsync() => Volatile.Read(ref closed) == 0 ? generation.CancelAsync() : Task.CompletedTask;

    /// <summary>Ends the generation. The second call does nothing and says <see cref="UnloadResult.NotLoaded"/>.</summary>
    /// <param name="unloadBudget">How long to watch for the memory; null is 5 s, zero is one look.</param>
    public async Task<UnloadResult> CloseAsync(TimeSpan? unloadBudget = null)
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
            return UnloadResult.NotLoaded;
        await generation.CancelAsync().ConfigureAwait(false);
        await DisposeInstanceAsync().ConfigureAwait(false);
        var context = LetGo();
        generation.Dispose();
        return await UnloadCheck.WaitAsync(context, unloadBudget ?? UnloadCheck.Budget, time).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync(TimeSpan.Zero).ConfigureAwait(false);

    // On a thread of the pool: a constructor that doesn't return costs that thread, not the caller's.
    private async Task<string> MakeInTimeAsync(ILifetimeScope root, PluginEntry entry, CancellationToken cancellationToken)
    {
        var making = Task.Run(() => Make(root, entry), CancellationToken.None);
        try
        {
            return await making.WaitAsync(PluginBudgets.Start, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!making.IsCompleted && e is TimeoutException or OperationCanceledException)
        {
            hung = true;
            _ = making.ContinueWith(late => LetGo(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw Refused(PluginRefusalReason.ConstructorFailed, "its constructor didn't return", $"it had {PluginBudgets.Start.TotalSeconds:0} s");
        }
    }

    // Its own method, so that no local of an async method keeps the plugin's types alive.
    private string Make(ILifetimeScope root, PluginEntry entry)
    {
        code = entry.Source.Load(entry.Manifest);
        gateway = new PluginGateway(Containment, time, generation.Token);
        var factory = code.Factory;
        scope = (code.Context, code.EntryType) is ({ } context, { } type)
            ? root.BeginLoadContextLifetimeScope(context, builder => builder.RegisterType(type).UsingConstructor().As<IPlugin>().ExternallyOwned())
            : root.BeginLifetimeScope(builder => builder.Register(_ => factory!()).As<IPlugin>().ExternallyOwned());
        IPlugin plugin;
        try
        {
            plugin = Containment.Meter.Run(scope.Resolve<IPlugin>);
        }
        catch (Exception problem)
        {
            throw Refused(PluginRefusalReason.ConstructorFailed, "its constructor failed", ProblemText.Of(problem.GetBaseException()));
        }

        if (!Manifest.Kind.Contract().IsInstanceOfType(plugin))
            throw Refused(PluginRefusalReason.WrongKind, $"it isn't a {Manifest.Kind.Word()} plugin", plugin.GetType().Name);
        guarded = Guarded.Wrap(Manifest.Kind, plugin, gateway);
        return code.InstallDirectory;
    }

    private async Task StartAsync(PluginContext context, string directory, CancellationToken cancellationToken)
    {
        var own = new PluginContext
        {
            InstallDirectory = directory,
            DataDirectory = context.DataDirectory,
            Settings = context.Settings,
            Time = context.Time,
            Log = new LimitedLog(context.Log, context.Time),
        };
        try
        {
            await guarded!.StartAsync(own, cancellationToken).ConfigureAwait(false);
        }
        catch (PluginFaultException fault)
        {
            throw Refused(PluginRefusalReason.StartFailed, "it didn't start", fault.Fault.Detail);
        }
    }

    private async Task TestAsync(CancellationToken cancellationToken)
    {
        SelfTestResult result;
        try
        {
            result = await ((ISelfTest)guarded!).TestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PluginFaultException fault)
        {
            throw Refused(PluginRefusalReason.SelfTestFailed, "its test of itself failed", fault.Fault.Detail);
        }

        if (!result.Passed)
            throw Refused(PluginRefusalReason.SelfTestFailed, "its test of itself failed", OneLine.Of(result.Sentence ?? "", 300));
    }

    private async Task DisposeInstanceAsync()
    {
        try
        {
            if (guarded is not null)
                await guarded.DisposeAsync().ConfigureAwait(false);
        }
        catch (PluginFaultException)
        {
            // A plugin that fails while it is thrown away changes nothing; that it hangs stays known.
        }

        hung |= gateway?.Hung ?? false;
    }

    private WeakReference? LetGo()
    {
        var context = code?.Context is { } alive ? new WeakReference(alive) : null;
        scope?.Dispose();
        code?.Dispose();
        (guarded, gateway, scope, code) = (null, null, null, null);
        return context;
    }

    private PluginRefusedException Refused(PluginRefusalReason reason, string what, string detail) =>
        new(reason, Manifest.ToString(), $"The plugin {Manifest} is refused: {what} ({detail}). Install it again, or install another version.");
}
