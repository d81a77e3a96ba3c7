using System.Reflection;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>Finds the one public type of an assembly that is the plugin, and makes sure that it speaks the host's contract and not a copy.</summary>
internal static class EntryPoint
{
    private static readonly Assembly Contract = typeof(IPlugin).Assembly;

    /// <summary>Finds it.</summary>
    /// <exception cref="PluginRefusedException">None, several, or not a proper one.</exception>
    public static Type Find(Assembly assembly, PluginManifest manifest, string folder)
    {
        var classes = assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false }).ToArray();
        if (classes.FirstOrDefault(SpeaksACopy) is { } foreign)
            throw Refused(PluginRefusalReason.ForeignContract, $"{foreign.Name} implements the contract of another assembly than this program's");
        var entry = classes.Where(typeof(IPlugin).IsAssignableFrom).ToArray() switch
        {
            [] => throw Refused(PluginRefusalReason.NoEntryPoint, "no public class in it is a plugin"),
            [var only] => only,
            var several => throw Refused(PluginRefusalReason.SeveralEntryPoints, $"{several.Length} public classes in it are plugins ({string.Join(", ", several.Take(4).Select(type => type.Name))}), where one is allowed"),
        };
        if (!manifest.Kind.Contract().IsAssignableFrom(entry))
            throw Refused(PluginRefusalReason.WrongKind, $"{entry.Name} isn't a {manifest.Kind.Word()} plugin, as its manifest says");
        return entry.GetConstructor(Type.EmptyTypes) is not null
            ? entry
            : throw Refused(PluginRefusalReason.NoEmptyConstructor, $"{entry.Name} has no public constructor without parameters");

        PluginRefusedException Refused(PluginRefusalReason reason, string what) =>
            new(reason, folder, $"The plugin {manifest} is refused: {what}. Install another version, or tell its author.");
    }

    private static bool SpeaksACopy(Type type) => type.GetInterfaces().Any(contract =>
        contract.Assembly != Contract
        && contract.Assembly != typeof(object).Assembly
        && (contract.Assembly.GetName().Name == Contract.GetName().Name || contract.FullName == typeof(IPlugin).FullName));
}
