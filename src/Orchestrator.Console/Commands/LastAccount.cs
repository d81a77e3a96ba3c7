namespace Orchestrator.Technicians.Commands;

/// <summary>The name of who signed in last: a convenience, no right.</summary>
internal static class LastAccount
{
    private const string FileName = "last-account";
    private const int MaxCharacters = 256;

    public static string? Read(string folder)
    {
        try
        {
            var name = File.ReadAllText(Path.Combine(folder, FileName)).Trim();
            return name.Length is > 0 and <= MaxCharacters ? name : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static void Write(string folder, string account)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, FileName), account);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then it is asked for again.
        }
    }
}
