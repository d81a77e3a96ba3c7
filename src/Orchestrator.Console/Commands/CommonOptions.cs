using System.CommandLine;
using Orchestrator.Domain;
using Orchestrator.PluginFolders;

namespace Orchestrator.Technicians.Commands;

/// <summary>Options that several commands take.</summary>
internal sealed class CommonOptions
{
    public Option<string?> User { get; } = new("--user") { Description = "The user name. Default: the one that signed in last.", HelpName = "NAME" };

    public Option<bool> PasswordStdin { get; } = new("--password-stdin") { Description = "Read password and code from the first two lines of standard input. Default: asks." };

    public Option<string?> Config { get; } = new("--config") { Description = $"The vendor's signed configuration. Default: {ConsoleOptions.ConfigurationName} beside the program.", HelpName = "FILE" };

    public Option<string?> Data { get; } = new("--data") { Description = "Folder with this console's key. Default: in the user's settings.", HelpName = "DIR" };

    public Option<string?> Plugins { get; } = new("--plugins") { Description = "Folder of further plugins, as <id>/<version>/plugin.json. Default: none.", HelpName = "DIR" };

    public Option<string?> PluginTrust { get; } = new("--plugin-trust") { Description = $"Whose plugins are loaded from there. Default: {PluginTrustFile.Name} beside the folder.", HelpName = "FILE" };

    public Option<bool> AllowUnsigned { get; } = new("--allow-unsigned") { Description = "Load plugins that nobody signed, too. Development builds only." };

    public Option<string?> Proxy { get; } = new("--proxy") { Description = "Proxy as http://host:port. Default: what this computer's settings name, then none.", HelpName = "URI" };

    public RouteOptions Routes { get; } = new();

    public Option<string?> ProxyCredentials { get; } = new("--proxy-credentials") { Description = "File with the proxy's user name in its first line and the password in its second.", HelpName = "FILE" };

    public Option<bool> ProxyBasicInClear { get; } = new("--proxy-basic-in-clear") { Description = "Let the proxy's password go over a connection without TLS to the proxy." };

    public static Argument<string> Session() => new("SESSION") { Description = "The nine digits that the operator reads out." };

    /// <exception cref="ConsoleException">It isn't one.</exception>
    public static SessionNumber SessionOf(string text) => SessionNumber.TryParse(text, out var number)
        ? number
        : throw new ConsoleException("BAD_SESSION", ExitCode.Usage, "A session number has nine digits, the first not 0. Ask the operator to read it out again.");

    public void AddTo(Command command, CommandIo io, bool withPassword = true)
    {
        if (IsDevelopmentBuild(io))
        {
            command.Options.Add(AllowUnsigned);
        }

        if (withPassword)
        {
            command.Options.Add(PasswordStdin);
        }

        foreach (var option in (Option[])[User, Config, Data, Plugins, PluginTrust, Proxy, .. Routes.All, ProxyCredentials, ProxyBasicInClear])
        {
            command.Options.Add(option);
        }
    }

    public ConsoleOptions Read(ParseResult result, CommandIo io) => io.Options with
    {
        ConfigurationPath = result.GetValue(Config) ?? io.Options.ConfigurationPath,
        DataDirectory = result.GetValue(Data) ?? io.Options.DataDirectory,
        PluginFolder = FolderOf(result, io) ?? io.Options.PluginFolder,
        Proxy = result.GetValue(Proxy) is null ? io.Options.Proxy : null,
        Routes = Routes.Read(result, result.GetValue(Proxy)) ?? io.Options.Routes,
        ProxyLogin = io.IsInteractive ? new TerminalLogin(io) : io.Options.ProxyLogin,
        AllowBasicInClear = result.GetValue(ProxyBasicInClear),
        ProxyCredentials = result.GetValue(ProxyCredentials) is { } file
            ? FileProxyCredentials.Read(file, result.GetValue(ProxyBasicInClear))
            : io.Options.ProxyCredentials,
    };

    /// <summary>The user name: given, or remembered from the last sign-in.</summary>
    /// <exception cref="ConsoleException">There is none.</exception>
    public string Account(ParseResult result, ConsoleOptions options) =>
        result.GetValue(User) ?? LastAccount.Read(options.DataDirectory)
        ?? throw new ConsoleException("NO_USER", ExitCode.Usage, "Name the technician with --user NAME; after `orchestrator activate` or `login` it is remembered.");

    private PluginFolderOptions? FolderOf(ParseResult result, CommandIo io)
    {
        if (result.GetValue(Plugins) is not { } path)
        {
            return null;
        }

        var folder = new PluginFolderOptions(path, result.GetValue(PluginTrust) ?? PluginFolderOptions.TrustFileBeside(path), IsDevelopmentBuild(io) && result.GetValue(AllowUnsigned));
        if (folder.AllowUnsigned)
        {
            io.Error.WriteLine(folder.UnsignedWarning);
        }

        return folder;
    }

    private static bool IsDevelopmentBuild(CommandIo io) => io.Options.CompiledRoot is null;
}
