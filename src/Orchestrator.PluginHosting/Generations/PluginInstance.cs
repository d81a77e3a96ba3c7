using Autofac;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Code, Autofac scope and the one object of a generation. Whatever the host holds of a plugin hangs here, and is let go here.</summary>
internal sealed class PluginInstance(PluginManifest manifest)
{
    private PluginCode? code;
    private ILifetimeScope? scope;
    private volatile IPlugin? guarded;

    /// <summary>The plugin behind its gateway; null before it is made and after it was let go.</summary>
    public IPlugin? Guarded => guarded;

    /// <summary>Its load context, from the moment of loading on, for a look whether it went away; null when compiled in.</summary>
    public WeakReference? Context { get; private set; }

    /// <summary>Folder that it came from; empty when compiled in.</summary>
    public string InstallDirectory { get; private set; } = "";

    /// <summary>Loads the code and calls the constructor. Synchronous, so that no async method's locals keep types of the plugin alive.</summary>
    /// <exception cref="PluginRefusedException">It can't be loaded or made.</exception>
    public void Make(ILifetimeScope root, PluginEntry entry, PluginGateway gateway)
    {
        code = entry.Source.Load(entry.Manifest);
        InstallDirectory = code.InstallDirectory;
        Context = code.Context is { } loaded ? new WeakReference(loaded) : null;
        var factory = code.Factory;
        scope = (code.Context, code.EntryType) is ({ } context, { } type)
            ? root.BeginLoadContextLifetimeScope(context, builder => builder.RegisterType(type).UsingConstructor().As<IPlugin>().ExternallyOwned())
            : root.BeginLifetimeScope(builder => builder.Register(_ => factory!()).As<IPlugin>().ExternallyOwned());
        var plugin = Construct(scope, gateway);
        if (!manifest.Kind.Contract().IsInstanceOfType(plugin))
            throw manifest.Refused(PluginRefusalReason.WrongKind, $"it isn't a {manifest.Kind.Word()} plugin", plugin.GetType().Name);
        guarded = PluginHosting.Guarded.Wrap(manifest.Kind, plugin, gateway);
    }

    /// <summary>Disposes the plugin, whatever it does about that, and lets go of everything.</summary>
    public async Task EndAsync()
    {
        try
        {
            if (guarded is { } last)
                await last.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is PluginFaultException or DialException)
        {
            // A plugin that fails while it is thrown away changes nothing; that it hangs stays known.
        }

        guarded = null;
        scope?.Dispose();
        code?.Dispose();
        (scope, code) = (null, null);
    }

    private IPlugin Construct(ILifetimeScope made, PluginGateway gateway)
    {
        try
        {
            return gateway.Ask(made, static scope => scope.Resolve<IPlugin>());
        }
        catch (Exception problem)
        {
            throw manifest.Refused(PluginRefusalReason.ConstructorFailed, "its constructor failed", ProblemText.Of(problem.GetBaseException()));
        }
    }
}
