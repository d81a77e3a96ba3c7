using System.Collections.Immutable;

namespace Orchestrator.PluginFolders;

/// <summary>The files of a package, wherever they lie. Nothing of it is checked but the bounds and the names.</summary>
internal interface IPackageContent
{
    /// <summary>Folder or file, for sentences.</summary>
    string Where { get; }

    /// <summary>Length in bytes of each file, by its path with forward slashes.</summary>
    ImmutableSortedDictionary<string, long> Files { get; }

    /// <summary>Opens one. It may give more or less than its length says: count.</summary>
    Stream Open(string path);
}
