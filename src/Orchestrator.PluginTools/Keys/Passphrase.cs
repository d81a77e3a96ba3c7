using System.CommandLine;

namespace Orchestrator.PluginTools;

/// <summary>The passphrase of a publisher's key: from a file or a person, never from the command line, where other users see it.</summary>
internal static class Passphrase
{
    private const int MaxCharacters = 4096;

    public static Option<string?> FileOption() => new("--passphrase-file") { Description = "File with the key's passphrase in its first line. Default: asks.", HelpName = "FILE" };

    /// <summary>Of a key that is there.</summary>
    /// <exception cref="PluginToolException">There is nobody to ask, or the file can't be read.</exception>
    public static string Read(PluginToolIo io, string? file, string what)
    {
        if (file is not null)
            return FromFile(file);
        return io.IsInteractive
            ? io.ReadHidden($"{what}: ")
            : throw new PluginToolException($"There is nobody to ask for the passphrase. Name a file with {FileOption().Name}.");
    }

    /// <summary>Of a new key: a person types it twice.</summary>
    /// <exception cref="PluginToolException">The two differ, there is nobody to ask, or the file can't be read.</exception>
    public static string Choose(PluginToolIo io, string? file, string what)
    {
        var chosen = Read(io, file, what);
        return file is not null || chosen == Read(io, file, $"{what} again")
            ? chosen
            : throw new PluginToolException("The two inputs differ. Try again.");
    }

    private static string FromFile(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            var buffer = new char[MaxCharacters];
            var text = buffer.AsSpan(0, reader.ReadBlock(buffer));
            return (text.IndexOf('\n') is >= 0 and var end ? text[..end] : text).TrimEnd('\r').ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginToolException($"The file {file} can't be read. Name a file with the passphrase in its first line.", e);
        }
    }
}
