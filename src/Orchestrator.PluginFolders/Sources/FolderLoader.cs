using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Loads an entry assembly into a collectible context that shares the contract and nothing else. The only place that names McMaster: its
/// file watcher and its own reload aren't used.
/// </summary>
internal static class FolderLoader
{
    /// <summary>Loads and finds the entry point.</summary>
    /// <param name="copy">The verified files; belongs to what is returned.</param>
    /// <param name="manifest">What they should be.</param>
    /// <param name="where">Where they came from, for sentences.</param>
    /// <exception cref="PluginRefusedException">Not loadable, or not one proper entry point; the context is gone again.</exception>
    public static PluginCode Load(PrivateCopy copy, PluginManifest manifest, string where)
    {
        var loader = PluginLoader.CreateFromAssemblyFile(Path.Combine(copy.Folder, manifest.EntryAssembly), config =>
        {
            config.IsUnloadable = true;
            config.LoadInMemory = true;
            config.SharedAssemblies.Add(typeof(IPlugin).Assembly.GetName());
        });
        try
        {
            var assembly = loader.LoadDefaultAssembly();
            var context = AssemblyLoadContext.GetLoadContext(assembly)!;
            return PluginCode.InLoadContext(copy.Folder, EntryPoint.Find(assembly, manifest, where), context, new Loaded(loader, copy));
        }
        catch (Exception problem)
        {
            loader.Dispose();
            if (problem is BadImageFormatException or IOException or TypeLoadException or ReflectionTypeLoadException)
            {
                throw new PluginRefusedException(
                    PluginRefusalReason.NotLoadable,
                    where,
                    $"The plugin {manifest} is refused: it can't be loaded ({ProblemText.Of(problem)}). Install it again, complete, or install another version.");
            }

            throw;
        }
    }

    private sealed class Loaded(PluginLoader loader, PrivateCopy copy) : IDisposable
    {
        public void Dispose()
        {
            loader.Dispose();
            copy.Dispose();
        }
    }
}
