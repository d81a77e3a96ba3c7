using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.QuickSupport.Face.Screen;
using Orchestrator.QuickSupport.Face.Terminal;

namespace Orchestrator.QuickSupport.Face.Login;

/// <summary>
/// The question for an account at the proxy, as it stands on the screen before there is a session. The password isn't shown, not even its length, and what
/// was typed is overwritten when the question goes. Guarded by the face's lock.
/// </summary>
internal sealed class LoginEntry(ProxyQuestion question)
{
    private const int LongestName = 200;
    private const int LongestPassword = 200;

    private readonly TaskCompletionSource<ProxyCredential?> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<char> password = new(LongestPassword);
    private string user = "";
    private bool isAtPassword;

    /// <summary>Completes with the account, or null when the operator has none.</summary>
    public Task<ProxyCredential?> Done => done.Task;

    /// <summary>Takes it away without an answer.</summary>
    public void Withdraw() => End(null);

    /// <summary>Takes one key.</summary>
    public void Press(TerminalKey key)
    {
        switch (key.Kind)
        {
            case KeyKind.Escape:
                End(null);
                break;
            case KeyKind.Enter when isAtPassword:
                End(new ProxyCredential(user, new string(CollectionsMarshal.AsSpan(password))));
                break;
            case KeyKind.Enter:
                isAtPassword = user.Trim().Length > 0;
                break;
            case KeyKind.Backspace when isAtPassword:
                if (password.Count > 0)
                    password.RemoveAt(password.Count - 1);
                break;
            case KeyKind.Backspace:
                user = user[..Math.Max(0, user.Length - 1)];
                break;
            case KeyKind.Text when isAtPassword && password.Count + key.Text.Length <= LongestPassword:
                password.AddRange(key.Text);
                break;
            case KeyKind.Text when !isAtPassword && user.Length < LongestName:
                user += key.Text;
                break;
        }
    }

    /// <summary>What is on the screen.</summary>
    public ImmutableArray<string> Lines() =>
    [
        $"The proxy {ShownText.Of(question.Proxy)} wants a user name and a password.",
        question.NamedBy switch
        {
            RouteOrigin.PacFile => "The PAC file of this site names that proxy.",
            RouteOrigin.System => "The settings of this computer name that proxy.",
            _ => "The site file of this computer names that proxy.",
        },
        .. question.Realm.Length > 0 ? (string[])[$"It calls itself “{ShownText.Of(question.Realm)}”."] : [],
        .. question.IsRefused ? (string[])["It refused what you typed before. Too many wrong passwords may lock the account."] : [],
        "What you type goes to this proxy alone; it is stored nowhere, and forgotten when QuickSupport closes.",
        "",
        $"User name: {ShownText.Of(user)}{(isAtPassword ? "" : "▏")}",
        isAtPassword ? "Password (it isn't shown), then Enter: ▏" : "Then Enter.",
        "Esc: I have no account there.",
    ];

    private void End(ProxyCredential? answer)
    {
        CollectionsMarshal.AsSpan(password).Clear();
        password.Clear();
        done.TrySetResult(answer);
    }
}
