using System.CommandLine;
using System.Text;

namespace Orchestrator.PluginTools.Tests;

/// <summary>One run of a command of <c>plugins</c>, in this process, and what it wrote.</summary>
internal sealed record ToolRun(int Exit, string Output, string Error)
{
    public const string Passphrase = "correct horse battery";

    /// <summary>Runs it; a person sits at the terminal whose every hidden line is <see cref="Passphrase"/>.</summary>
    public static Task<ToolRun> OfAsync(params string[] args) => OfAsync(args, "", isInteractive: true);

    /// <param name="args">The words after <c>plugins</c>.</param>
    /// <param name="answer">Standard input.</param>
    /// <param name="isInteractive">False: nobody sits there.</param>
    public static async Task<ToolRun> OfAsync(string[] args, string answer, bool isInteractive)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var io = new PluginToolIo
        {
            Output = output,
            Error = error,
            Input = new MemoryStream(Encoding.UTF8.GetBytes(answer)),
            IsInteractive = isInteractive,
            ReadHidden = _ => Passphrase,
            Places = data => new PluginPlaces(Path.Combine(data, "plugins"), Path.Combine(data, "plugin-trust.json")),
        };
        var parsed = new RootCommand { PluginCommands.Create(io) }.Parse(["plugins", .. args]);
        Assert.Empty(parsed.Errors);
        var exit = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return new ToolRun(exit, output.ToString(), error.ToString());
    }

    /// <summary>A run that must be refused; gives the sentence.</summary>
    public static async Task<string> RefusedAsync(params string[] args) => (await Assert.ThrowsAsync<PluginToolException>(() => OfAsync(args))).Message;
}
