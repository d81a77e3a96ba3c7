namespace Orchestrator.PluginFolders;

/// <summary>A plugin folder as a program is told of it.</summary>
/// <param name="Path">The folder.</param>
/// <param name="TrustFile">Whose plugins are loaded from it.</param>
/// <param name="AllowUnsigned">Development builds only.</param>
public sealed record PluginFolderOptions(string Path, string TrustFile, bool AllowUnsigned = false)
{
    /// <summary>What a program says at each start that loads plugins which nobody signed.</summary>
    public string UnsignedWarning => $"UNSIGNED PLUGINS ARE ALLOWED: whoever can write {System.IO.Path.GetFullPath(Path)} decides what code runs here. This is a development build; never use it for real sessions.";

    /// <summary>The trust file where nobody names one: beside the folder, never in it.</summary>
    public static string TrustFileBeside(string folder) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder))) ?? "", PluginTrustFile.Name);

    /// <summary>The plugins in it.</summary>
    /// <exception cref="PluginTrustException">The folder isn't there, or its trust file lies inside.</exception>
    public FolderPluginSource Open() => Directory.Exists(Path)
        ? new FolderPluginSource(System.IO.Path.GetFullPath(Path), new PluginTrustFile(TrustFile), AllowUnsigned)
        : throw new PluginTrustException($"There is no plugin folder {Path}. Name a folder with <id>/<version>/plugin.json in it, or leave --plugins out.");
}
