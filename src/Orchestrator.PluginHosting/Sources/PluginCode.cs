using System.Runtime.Loader;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// Loaded and checked code of one plugin: either a factory (compiled in) or an entry type in a load context of its own.
/// Disposal lets go of everything and asks the runtime to unload the context.
/// </summary>
public sealed class PluginCode : IDisposable
{
    private IDisposable? loader;

    private PluginCode(string installDirectory, Func<IPlugin>? factory, Type? entryType, AssemblyLoadContext? context, IDisposable? loader)
    {
        InstallDirectory = installDirectory;
        Factory = factory;
        EntryType = entryType;
        Context = context;
        this.loader = loader;
    }

    /// <summary>Folder that it came from; empty when compiled in.</summary>
    public string InstallDirectory { get; }

    internal Func<IPlugin>? Factory { get; private set; }

    internal Type? EntryType { get; private set; }

    internal AssemblyLoadContext? Context { get; private set; }

    /// <summary>Code that is part of the program.</summary>
    public static PluginCode CompiledIn(Func<IPlugin> factory) => new("", factory, null, null, null);

    /// <summary>Code in a collectible load context.</summary>
    /// <param name="installDirectory">Folder that the plugin is told.</param>
    /// <param name="entryType">The one type that is the plugin, already checked against the contract.</param>
    /// <param name="context">Where it was loaded.</param>
    /// <param name="loader">Disposed with this object; must ask the runtime to unload the context.</param>
    public static PluginCode InLoadContext(string installDirectory, Type entryType, AssemblyLoadContext context, IDisposable loader) =>
        new(installDirectory, null, entryType, context, loader);

    /// <inheritdoc />
    public void Dispose()
    {
        (Factory, EntryType, Context) = (null, null, null);
        loader?.Dispose();
        loader = null;
    }
}
