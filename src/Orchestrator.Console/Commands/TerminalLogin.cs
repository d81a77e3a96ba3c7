using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;

namespace Orchestrator.Technicians.Commands;

/// <summary>Asks the person at the terminal for an account at the proxy. It is stored nowhere.</summary>
internal sealed class TerminalLogin(CommandIo io) : IProxyLogin
{
    public ValueTask<ProxyCredential?> AskAsync(ProxyQuestion question, CancellationToken cancellationToken)
    {
        var by = question.NamedBy switch
        {
            RouteOrigin.PacFile => "named by the PAC file",
            RouteOrigin.System => "named by this computer's settings",
            _ => "named on the command line",
        };
        var again = question.IsRefused ? "refused that, and" : "wants an account, and";
        io.Error.WriteLine($"The proxy {question.Proxy} ({by}) {again} gets what you type, nobody else. An empty name: none.");
        io.Error.Write("User name at the proxy: ");
        var user = Console.ReadLine()?.Trim() ?? "";
        return new(user.Length == 0 ? null : new ProxyCredential(user, Secrets.ReadHidden(io, "Password at the proxy: ")));
    }
}
