using System.Reflection;
using System.Runtime.Loader;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Loading;

/// <summary>One plugin's assembly in a collectible load context of its own. Shares the contract; disposal asks the runtime to unload it.</summary>
internal sealed class PluginFile : IDisposable
{
    private PluginLoadContext? context;
    private Assembly? assembly;

    private PluginFile(string path)
    {
        context = new PluginLoadContext(path);
        Context = new WeakReference(context);
        assembly = context.LoadFromAssemblyPath(path);
    }

    /// <summary>Dies with the context.</summary>
    public WeakReference Context { get; }

    /// <summary>Public classes that are plugins.</summary>
    public IEnumerable<Type> EntryPoints =>
        Loaded.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPlugin).IsAssignableFrom(type));

    /// <summary>Simple names of the assemblies that it was compiled against.</summary>
    public IEnumerable<string> References => Loaded.GetReferencedAssemblies().Select(name => name.Name!);

    private Assembly Loaded => assembly ?? throw new ObjectDisposedException(nameof(PluginFile));

    /// <summary>Loads a plugin.</summary>
    /// <param name="path">Its entry assembly, absolute.</param>
    public static PluginFile Load(string path) => new(path);

    /// <summary>One instance of its entry point, not started.</summary>
    public T Make<T>()
        where T : class, IPlugin =>
        (T)Activator.CreateInstance(EntryPoints.Single())!;

    /// <inheritdoc />
    public void Dispose()
    {
        assembly = null;
        context?.Unload();
        context = null;
    }

    /// <summary>What lies beside the plugin is the plugin's, but the contract and the framework are everybody's.</summary>
    private sealed class PluginLoadContext(string path) : AssemblyLoadContext(Path.GetFileName(path), isCollectible: true)
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == typeof(IPlugin).Assembly.GetName().Name)
                return null;
            var file = resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(Path.GetDirectoryName(path)!, $"{assemblyName.Name}.dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
