# The market as an image, from a clean checkout: docker build -t intentmarket .
FROM node:22.12.0-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
# The pages' scripts are bundled when the program is built.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY deploy/bots deploy/bots
COPY src src
RUN dotnet publish src/IntentMarket.Web -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble
WORKDIR /app
COPY --from=build /app .
ENV DATA_DIR=/data ASPNETCORE_URLS=http://+:8080
RUN mkdir /data && chown app /data
USER app
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["dotnet", "IntentMarket.Web.dll"]
